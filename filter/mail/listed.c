/* listed.c: the addresses in a mail's header for unsubscribing and the like (RFC 2369). Requesting
 * one of them would perform the action. */
#include "config.h"

#include "mail/listed.h"

#include "mail/encoded.h"

#include <gmime/gmime.h>
#include <string.h>

/* Fields whose addresses are no article. List-Archive and Archived-At may name one. */
static const char *const names[] = {
    "List-Unsubscribe", "X-List-Unsubscribe", "X-Unsubscribe-Web", "List-Subscribe",  "List-Help",
    "X-Report-Abuse",   "X-Report-Abuse-To",  "X-Abuse",           "X-CSA-Complaints"};

static gboolean
is_one(const OffItem *item, const OffField *field)
{
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (field->name_end - field->start == strlen(names[i]) &&
            g_ascii_strncasecmp(item->bytes + field->start, names[i], strlen(names[i])) == 0)
            return TRUE;
    return FALSE;
}

char *
off_listed_fields(const OffItem *item)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; item->fields && i < item->fields->len; i++) {
        const OffField *f = &g_array_index(item->fields, OffField, i);
        const char *colon = memchr(item->bytes + f->name_end, ':', f->end - f->name_end);
        if (!colon || !is_one(item, f))
            continue;
        g_autofree char *raw = g_strndup(colon + 1, (gsize)(item->bytes + f->end - colon - 1));
        g_autofree char *text = off_decode_field(raw);
        g_string_append_printf(all, "%s%s", all->len > 0 ? ", " : "", text);
    }
    return g_string_free(all, all->len == 0);
}
