/* item.c: an item's life. */
#include "config.h"

#include "input/item.h"

OffItem *
off_item_new(OffInputKind kind, const char *bytes, gsize length)
{
    OffItem *item = g_new0(OffItem, 1);
    item->kind = kind;
    item->bytes = bytes;
    item->length = length;
    return item;
}

void
off_enclosure_free(void *enclosure)
{
    OffEnclosure *e = enclosure;
    g_free(e->url);
    g_free(e->type);
    g_free(e->title);
    g_free(e);
}

void
off_item_free(OffItem *i)
{
    if (!i)
        return;
    char *strings[] = {
        i->unsubscribe,   i->subject,      i->from,         i->sender,      i->list_id,
        i->sender_domain, i->url,          i->feed_title,   i->feed_url,    i->guid,
        i->author,        i->date,         i->lang,         i->enclosure,   i->html_type,
        i->text_type,     i->updated,      i->feed_address, i->base,        i->comments,
        i->picture,       i->picture_text, i->summary,      i->in_reply_to, i->unquoted};
    for (guint k = 0; k < G_N_ELEMENTS(strings); k++)
        g_free(strings[k]);
    g_clear_pointer(&i->fields, g_array_unref);
    g_clear_pointer(&i->attachments, g_ptr_array_unref);
    g_clear_pointer(&i->leading, g_ptr_array_unref);
    g_clear_pointer(&i->continued, g_ptr_array_unref);
    g_clear_pointer(&i->pictures, g_ptr_array_unref);
    g_clear_pointer(&i->picture_ids, g_hash_table_unref);
    g_clear_pointer(&i->categories, g_ptr_array_unref);
    g_clear_pointer(&i->enclosures, g_ptr_array_unref);
    g_clear_pointer(&i->articles, g_ptr_array_unref);
    g_clear_pointer(&i->html, g_bytes_unref);
    g_clear_pointer(&i->text, g_bytes_unref);
    g_free(i);
}

void
off_item_own_parts(OffItem *i, GDestroyNotify free_part, GDestroyNotify free_picture)
{
    i->attachments = g_ptr_array_new_with_free_func(free_part);
    i->leading = g_ptr_array_new_with_free_func(free_part);
    i->continued = g_ptr_array_new_with_free_func(free_part);
    i->pictures = g_ptr_array_new_with_free_func(free_picture);
}
