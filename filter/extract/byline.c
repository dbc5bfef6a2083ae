/* byline.c: names of persons out of what pages write beside them. */
#include "config.h"

#include "metadata.h"

#include <string.h>

#define BYLINE_MAX 150 /* bytes */

/* Words that stand before the name. */
static const char *const prefixes[] = {
    "by ",          "by: ",      "written by ", "posted by ", "story by ", "author: ",
    "author ",      "authors: ", "von ",        "por ",       "par ",      "di ",
    "door ",        "autor: ",   "autor ",      "text: ",     "text von ", "published by ",
    "reviewed by ", "words by ", "from ",       "af ",        "av ",       "автор: ",
    "автор ",       "szerző: ",  "przez ",      "od ",        "by\n",
};

/* What is a name of no person. */
static const char *const nobody[] = {
    "admin", "administrator",   "editor", "staff",     "webmaster", "author", "unknown",
    "guest", "redaktion",       "null",   "undefined", "user",      "root",   "by",
    "share", "about the author"};

static gboolean
is_nobody(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(nobody); i++)
        if (g_ascii_strcasecmp(name, nobody[i]) == 0)
            return TRUE;
    return FALSE;
}

static const char *
without_prefix(const char *text)
{
    g_autofree char *lower = g_utf8_strdown(text, -1);
    for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(lower, prefixes[i]) && strlen(text) > strlen(prefixes[i]))
            return text + strlen(prefixes[i]);
    return text;
}

/* Is this a line that names who wrote it: a prefix and a few words that begin with capitals? */
gboolean
off_is_byline(const char *line)
{
    const char *start = without_prefix(line);
    guint words = 0, capitals = 0;
    if (start == line || strlen(line) > BYLINE_MAX)
        return FALSE;
    g_auto(GStrv) each = g_strsplit_set(start, " ,&", -1);
    for (guint i = 0; each[i] && words < 4; i++) {
        if (!*each[i])
            continue;
        words++;
        capitals += g_unichar_isupper(g_utf8_get_char(each[i]));
    }
    return words >= 1 && capitals * 2 > words;
}

/* Where the names end: at a date, a bar, an address, a role behind a comma stays. */
static gsize
names_length(const char *text)
{
    static const char *const ends[] = {
        " | ",       "|",   " • ", "•",    " · ",    "·",        " – ",        " — ",
        " / ",       " - ", "\n",  " on ", " am ",   " updated", " published", "Updated",
        "Published", " @",  "(@",  "http", "Posted", " posted"};
    gsize n = strlen(text);
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        const char *at = strstr(text, ends[i]);
        if (at && at > text)
            n = MIN(n, (gsize)(at - text));
    }
    const char *digit = strpbrk(text, "0123456789");
    if (digit && digit > text) {
        /* "Jane Doe March 3": a month is no name, but it stands right before the digit. */
        const char *space = digit;
        while (space > text && space[-1] == ' ')
            space--;
        while (space > text && space[-1] != ' ')
            space--;
        n = MIN(n, (gsize)(space - text));
    }
    return n;
}

char *
off_clean_byline(const char *text)
{
    g_autofree char *folded = off_fold(text);
    const char *start = without_prefix(folded);
    start = without_prefix(start);
    start += strspn(start, " ,;:|–-");
    gsize n = names_length(start);
    while (n > 0 && strchr(" ,;:-", start[n - 1]))
        n--;
    if (n < 2 || n > BYLINE_MAX || strchr(start, '@') == start || g_str_has_prefix(start, "http"))
        return NULL;
    g_autofree char *name = g_strndup(start, n);
    if (is_nobody(name) || !g_utf8_validate(name, -1, NULL))
        return NULL;
    return g_steal_pointer(&name);
}

char *
off_choose_byline(const OffMetadata *m)
{
    static const OffMetaSource order[] = {OFF_META_LD, OFF_META_NAME, OFF_META_ITEM, OFF_META_PAGE,
                                          OFF_META_OG};
    const char *site = m->value[OFF_META_SITE][OFF_META_OG];
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        const char *value = m->value[OFF_META_BYLINE][order[i]];
        g_autofree char *name = value && !strstr(value, "://") ? off_clean_byline(value) : NULL;
        if (name && !(site && g_ascii_strcasecmp(site, name) == 0))
            return g_steal_pointer(&name);
    }
    return NULL;
}
