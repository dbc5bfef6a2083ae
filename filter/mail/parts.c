/* parts.c: finds the part that is a mail's text (RFC 2046, 5.1), and decides about the others.
 *
 * The parts of a multipart/alternative are versions of one text: one of them is read, and our text
 * replaces them all. A part of any other multipart is independent and is kept. */
#include "config.h"

#include "mail/parts.h"

#include "dom/charset.h"
#include "wire/bounds.h"

#include <string.h>

#define PICTURE_LETTERS 1500 /* of an HTML part that may be a picture with a footer */
#define TEXT_LETTERS 400     /* of a text part that may be the article instead */
#define TEXT_TIMES 2         /* as many letters as the HTML part has */

typedef struct {
    OffItem *item;
    GMimePart *html, *text;
    gboolean alternative; /* the parts are forms of one text */
    gboolean form;        /* text is a form of html, not a part of its own */
    gboolean gap;         /* a part that is no text came after the HTML part */
    guint depth;
} Walk;

static void walk_part(Walk *w, GMimeObject *part);

static gboolean
is_type(GMimeObject *part, const char *type, const char *subtype)
{
    GMimeContentType *have = g_mime_object_get_content_type(part);
    return have && g_mime_content_type_is_type(have, type, subtype);
}

static gboolean
is_attachment(GMimeObject *part)
{
    const char *disposition = g_mime_object_get_disposition(part);
    return disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
}

static gboolean
has_name(GMimeObject *part)
{
    return GMIME_IS_PART(part) && g_mime_part_get_filename(GMIME_PART(part));
}

static gboolean
is_text(GMimeObject *part, const char *subtype)
{
    return GMIME_IS_PART(part) && is_type(part, "text", subtype) && !is_attachment(part);
}

/* Versions of the text that we do not read and that add nothing to the others. */
static gboolean
is_other_form(const Walk *w, GMimeObject *part)
{
    static const char *const always[] = {"x-amp-html", "watch-html"};
    static const char *const alternatives[] = {"enriched", "richtext",       "rtf",
                                               "markdown", "x-web-markdown", "plain"};
    if (!GMIME_IS_PART(part) || is_attachment(part) || has_name(part))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(always); i++)
        if (is_type(part, "text", always[i]))
            return TRUE;
    for (guint i = 0; w->alternative && i < G_N_ELEMENTS(alternatives); i++)
        if (is_type(part, "text", alternatives[i]))
            return TRUE;
    return FALSE;
}

static void
picture_free(void *data)
{
    OffMailPicture *p = data;
    g_free(p->id);
    g_object_unref(p->part);
    g_free(p);
}

static void
keep_part(Walk *w, GMimeObject *part, gboolean related)
{
    const char *id = g_mime_object_get_content_id(part);
    if (id && *id && GMIME_IS_PART(part) && is_type(part, "image", "*")) {
        OffMailPicture *p = g_new0(OffMailPicture, 1);
        p->id = g_strdup(id);
        p->part = g_object_ref(part);
        p->attached = !related;
        g_ptr_array_add(w->item->pictures, p);
    } else {
        g_ptr_array_add(w->item->attachments, g_object_ref(part));
    }
}

/* Text before an HTML part was added by somebody else, such as a mailing list. */
static void
take_html(Walk *w, GMimePart *html)
{
    if (w->text && !w->form) {
        g_ptr_array_add(w->item->leading, g_object_ref(w->text));
        w->text = NULL;
    }
    w->html = html;
    w->gap = FALSE;
}

static void
walk_leaf(Walk *w, GMimeObject *part)
{
    if (is_text(part, "html") && (!w->html || w->alternative))
        take_html(w, GMIME_PART(part));
    else if (is_text(part, "html") && w->gap && !has_name(part))
        /* Apple Mail cuts a text in two where a picture or a file is. */
        g_ptr_array_add(w->item->continued, g_object_ref(part));
    else if (is_text(part, "plain") && !w->text && (!w->html || w->alternative)) {
        w->text = GMIME_PART(part);
        w->form = w->alternative;
    } else if (!is_other_form(w, part)) {
        w->gap |= !is_type(part, "text", "*");
        keep_part(w, part, FALSE);
    }
}

/* The part that the others belong to: the first, or the one that start= names (RFC 2387). */
static int
root_of(GMimeMultipart *related)
{
    const char *start = g_mime_object_get_content_type_parameter(GMIME_OBJECT(related), "start");
    g_autofree char *id = start ? g_strdup(start + (*start == '<')) : NULL;
    if (id)
        id[strcspn(id, ">")] = '\0';
    for (int i = 0; id && i < g_mime_multipart_get_count(related); i++) {
        const char *have = g_mime_object_get_content_id(g_mime_multipart_get_part(related, i));
        if (have && strcmp(have, id) == 0)
            return i;
    }
    return 0;
}

/* The other parts of a multipart/related are pictures, mostly logos and tracking pixels, which the
 * attached original keeps. Pictures that the article shows are kept as parts. */
static void
walk_related(Walk *w, GMimeMultipart *multipart)
{
    int root = root_of(multipart), count = g_mime_multipart_get_count(multipart);
    gboolean alternative = w->alternative;
    if (count > 0)
        walk_part(w, g_mime_multipart_get_part(multipart, root));
    w->alternative = FALSE;
    for (int i = 0; i < count; i++) {
        GMimeObject *child = g_mime_multipart_get_part(multipart, i);
        if (i == root)
            continue;
        if (GMIME_IS_PART(child) && is_type(child, "image", "*")) {
            keep_part(w, child, !is_attachment(child));
            w->gap = TRUE;
        } else {
            walk_part(w, child);
        }
    }
    w->alternative = alternative;
}

static void
walk_all(Walk *w, GMimeMultipart *multipart)
{
    for (int i = 0; i < g_mime_multipart_get_count(multipart); i++)
        walk_part(w, g_mime_multipart_get_part(multipart, i));
}

/* A second text of a mail is kept as it is, in all versions. */
static void
walk_alternative(Walk *w, GMimeMultipart *multipart)
{
    Walk inner = {.item = w->item, .alternative = TRUE, .depth = w->depth};
    if (w->html) {
        Walk only_types = {.item = off_item_new(OFF_INPUT_MAIL, NULL, 0), .depth = w->depth};
        off_item_own_parts(only_types.item, g_object_unref, picture_free);
        walk_all(&only_types, multipart);
        if (only_types.item->untouchable)
            w->item->untouchable = only_types.item->untouchable;
        off_item_free(only_types.item);
        keep_part(w, GMIME_OBJECT(multipart), FALSE);
        return;
    }
    for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
        walk_part(&inner, g_mime_multipart_get_part(multipart, i));
        inner.form = inner.text != NULL; /* to the parts after it */
    }
    if (inner.html) {
        take_html(w, inner.html);
        w->text = inner.text;
        w->form = TRUE;
        w->gap = inner.gap;
    } else if (inner.text && !w->text) {
        w->text = inner.text;
    } else if (inner.text) {
        keep_part(w, GMIME_OBJECT(inner.text), FALSE);
    }
}

/* The mails of a discussion, as a list sends them to those who want one mail a day (RFC 2046,
 * 5.1.5); Outlook's own format (TNEF), which holds what a person wrote. */
static gboolean
is_of_persons(GMimeObject *part)
{
    if (is_type(part, "application", "ms-tnef") || is_type(part, "application", "vnd.ms-tnef"))
        return TRUE;
    return is_type(part, "multipart", "digest") &&
           g_mime_multipart_get_count(GMIME_MULTIPART(part)) > 0 &&
           GMIME_IS_MESSAGE_PART(g_mime_multipart_get_part(GMIME_MULTIPART(part), 0));
}

static void
walk_multipart(Walk *w, GMimeMultipart *multipart)
{
    gboolean alternative = w->alternative;
    if (is_type(GMIME_OBJECT(multipart), "multipart", "related")) {
        walk_related(w, multipart);
    } else if (is_type(GMIME_OBJECT(multipart), "multipart", "alternative")) {
        walk_alternative(w, multipart);
    } else {
        w->alternative = FALSE;
        walk_all(w, multipart);
        w->alternative = alternative;
    }
}

static void
walk_part(Walk *w, GMimeObject *part)
{
    off_check_type(w->item, part);
    if (is_of_persons(part))
        w->item->untouchable = "no-newsletter";
    if (++w->depth > OFF_MIME_DEPTH_MAX)
        w->item->untouchable = "nested-too-deep";
    else if (GMIME_IS_MULTIPART(part))
        walk_multipart(w, GMIME_MULTIPART(part));
    else
        walk_leaf(w, part);
    w->depth--;
}

/* A forwarded newsletter is the subject of the mail if there is no other text. The attachment
 * itself is kept in any case. */
static void
look_inside(Walk *w)
{
    for (guint i = 0; i < w->item->attachments->len && !w->html && !w->text; i++) {
        GMimeObject *part = w->item->attachments->pdata[i];
        GMimeMessage *message = GMIME_IS_MESSAGE_PART(part)
                                    ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(part))
                                    : NULL;
        GMimeObject *body = message ? g_mime_message_get_mime_part(message) : NULL;
        if (!body)
            continue;
        Walk inside = {.item = off_item_new(OFF_INPUT_MAIL, NULL, 0)};
        off_item_own_parts(inside.item, g_object_unref, picture_free);
        walk_part(&inside, body);
        if (!inside.item->untouchable) {
            w->html = inside.html;
            w->text = inside.text;
        }
        off_item_free(inside.item);
    }
}

/* --- what the parts say --------------------------------------------------------------------------
 */

static GBytes *
decoded_content(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    if (content)
        g_mime_data_wrapper_write_to_stream(content, memory);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    g_object_unref(memory);
    return g_byte_array_free_to_bytes(bytes);
}

static char *
type_of(GMimePart *part)
{
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    return charset ? g_strdup_printf("text/html; charset=\"%s\"", charset) : NULL;
}

static gboolean
has_parameter(GMimePart *part, const char *parameter, const char *value)
{
    const char *said = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), parameter);
    return said && g_ascii_strcasecmp(said, value) == 0;
}

static void
append_utf8(GString *out, GMimePart *part)
{
    gsize n, length;
    g_autoptr(GBytes) bytes = decoded_content(part);
    const char *data = g_bytes_get_data(bytes, &n);
    g_autofree char *type = type_of(part);
    g_autofree char *text = off_to_utf8(data, n, NULL, type, TRUE, &length);
    g_string_append_len(out, text, (gssize)length);
}

/* The string that ends the invisible markup that begins with "<" at p: a style or title with its
 * text, a comment, or a tag. */
static const char *
end_of_hidden(const char *p, gsize left)
{
    static const struct {
        const char *start, *end;
    } hidden[] = {{"<style", "</style"}, {"<title", "</title"}, {"<!--", "-->"}};
    for (guint i = 0; i < G_N_ELEMENTS(hidden); i++) {
        gsize n = strlen(hidden[i].start);
        if (left > n && g_ascii_strncasecmp(p, hidden[i].start, n) == 0)
            return hidden[i].end;
    }
    return ">";
}

/* The letters that a reader of the HTML sees, more or less: what is between tags. */
static guint
letters_of_html(const char *html, gsize length)
{
    const char *end = html + length;
    guint letters = 0;
    for (const char *p = html; p < end; p++) {
        if (*p == '<') {
            const char *hidden = end_of_hidden(p, (gsize)(end - p));
            const char *close = p + 1;
            while (close < end && g_ascii_strncasecmp(close, hidden, strlen(hidden)) != 0)
                close++;
            p = close;
        } else if (*p == '&') {
            const char *stop = memchr(p, ';', MIN((gsize)(end - p), 10));
            p = stop ? stop : p;
        } else {
            letters += g_ascii_isalnum(*p) || (guchar)*p >= 0xc0;
        }
    }
    return letters;
}

/* The letters of a text, without its addresses. */
static guint
letters_of_text(const char *text, gsize length)
{
    guint letters = 0;
    for (gsize i = 0; i < length; i++) {
        if (i + 8 < length && g_ascii_strncasecmp(text + i, "http", 4) == 0)
            while (i < length && !g_ascii_isspace(text[i]))
                i++;
        else
            letters += g_ascii_isalnum(text[i]) || (guchar)text[i] >= 0xc0;
    }
    return letters;
}

/* An HTML part that is a picture with a footer: the text part has the words. */
static gboolean
is_picture_only(const OffItem *item)
{
    gsize n, m;
    if (!item->html || !item->text || item->continued->len > 0)
        return FALSE;
    const char *html = g_bytes_get_data(item->html, &n), *text = g_bytes_get_data(item->text, &m);
    guint of_text = letters_of_text(text, m);
    if (of_text < TEXT_LETTERS || !g_strstr_len(html, (gssize)n, "<img"))
        return FALSE;
    guint of_html = letters_of_html(html, n);
    return of_html <= PICTURE_LETTERS && of_html * TEXT_TIMES < of_text;
}

/* --- pictures ------------------------------------------------------------------------------------
 */

GHashTable *
off_cids_of(const char *html, gsize length)
{
    GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *p = html, *end = html + length;
    while (p < end && (p = memchr(p, ':', (gsize)(end - p)))) {
        const char *start = ++p;
        if (start - html < 4 || g_ascii_strncasecmp(start - 4, "cid:", 4) != 0)
            continue;
        while (p < end && !g_ascii_isspace(*p) && !strchr("\"'<>)", *p))
            p++;
        char *id = g_uri_unescape_segment(start, p, NULL);
        if (id)
            g_hash_table_add(ids, id);
    }
    return ids;
}

/* Joins all HTML parts into one text; pictures between them follow the first part. */
static void
join_html(OffItem *item, GMimePart *first)
{
    GString *out = g_string_new(NULL);
    append_utf8(out, first);
    g_autoptr(GHashTable) shown = off_cids_of(out->str, out->len);
    for (guint i = 0; i < item->pictures->len; i++) {
        const OffMailPicture *p = item->pictures->pdata[i];
        g_autofree char *id = g_uri_escape_string(p->id, "@", FALSE);
        if (!g_hash_table_contains(shown, p->id))
            g_string_append_printf(out, "<p><img src=\"cid:%s\" alt=\"\"></p>", id);
    }
    for (guint i = 0; i < item->continued->len; i++)
        append_utf8(out, item->continued->pdata[i]);
    item->html = g_string_free_to_bytes(out);
    item->html_type = g_strdup("text/html; charset=\"utf-8\"");
}

/* A picture that the HTML does not show is an attachment. */
static void
sort_pictures(OffItem *item)
{
    gsize n = 0;
    const char *html = item->html ? g_bytes_get_data(item->html, &n) : "";
    g_autoptr(GHashTable) shown = off_cids_of(html ? html : "", n);
    GPtrArray *all = g_steal_pointer(&item->pictures);
    item->pictures = g_ptr_array_new_with_free_func(picture_free);
    item->picture_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < all->len; i++) {
        OffMailPicture *p = all->pdata[i];
        if (g_hash_table_contains(shown, p->id)) {
            g_hash_table_add(item->picture_ids, g_strdup(p->id));
            g_ptr_array_add(item->pictures, p);
        } else {
            g_ptr_array_add(item->attachments, g_object_ref(p->part));
            picture_free(p);
        }
    }
    g_ptr_array_set_free_func(all, NULL);
    g_ptr_array_unref(all);
}

void
off_read_parts(OffItem *item, GMimeMessage *message)
{
    Walk w = {.item = item};
    GMimeObject *body = message ? g_mime_message_get_mime_part(message) : NULL;
    off_item_own_parts(item, g_object_unref, picture_free);
    if (body)
        walk_part(&w, body);
    look_inside(&w);
    if (w.html && item->continued->len > 0) {
        join_html(item, w.html);
    } else if (w.html) {
        item->html = decoded_content(w.html);
        item->html_type = type_of(w.html);
    }
    if (w.text) {
        item->text = decoded_content(w.text);
        item->text_type = type_of(w.text);
        item->flowed = has_parameter(w.text, "format", "flowed");
        item->delsp = item->flowed && has_parameter(w.text, "delsp", "yes");
    }
    if (is_picture_only(item))
        g_clear_pointer(&item->html, g_bytes_unref);
    sort_pictures(item);
}
