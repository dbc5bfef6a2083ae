/* posts.c: posts that an article embeds, in boxes of their own. */
#include "config.h"

#include "classify/pieces.h"

#include <string.h>

#define HANDLE_CHARS 80 /* of a line with a name and a handle */

/* "Ana Ruiz @ana" */
static gboolean
has_handle(const OffBlock *b)
{
    const char *at =
        b->kind == OFF_BLOCK_TEXT && b->chars <= HANDLE_CHARS ? strchr(b->text, '@') : NULL;
    return at && (at == b->text || at[-1] == ' ' || at[-1] == '(') && g_ascii_isalnum(at[1]);
}

gboolean
off_is_post(const OffPage *page, guint index)
{
    const OffBox *box = off_box(page, index);
    for (guint i = box->first; (box->own & OFF_NAMED_EMBED) && i < box->end; i++)
        if (has_handle(off_block(page, i)))
            return TRUE;
    return FALSE;
}

static void
drop_portraits(OffPage *page, const OffUnit *u)
{
    for (guint i = u->first; i < u->end; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_MEDIA && (off_names_of(b->node) & OFF_NAMED_AUTHOR))
            off_set_kept(b, FALSE, "a portrait");
    }
}

void
off_quote_posts(OffPage *page, const GArray *units)
{
    for (guint k = 0; k < units->len; k++) {
        const OffUnit *u = &g_array_index(units, OffUnit, k);
        OffBox *box = off_box(page, u->box);
        if (u->kind != OFF_UNIT_QUOTE || !(box->own & OFF_NAMED_EMBED) ||
            box->tag == OFF_TAG_blockquote)
            continue;
        box->as = OFF_TAG_blockquote;
        drop_portraits(page, u);
    }
}
