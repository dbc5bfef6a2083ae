/* names.c: the meaning of an element's class and id. */
#include "config.h"

#include "blocks/page.h"

#include "wire/prefix.h"

#include <string.h>

#define WORD_MAX 32
#define NAME_BYTES_MAX 512
#define WORDS_MOST 5 /* of a name; more are a heading's text, or a setting of the design */

enum { OFF_N_SUBJECT = 1 << 29, OFF_N_MATTER = 1 << 30 };
enum { OFF_N_PREFIX, OFF_N_WHOLE, OFF_N_FIRST }; /* see names.def */

static const struct {
    const char *word;
    gsize length;
    guint form;
    guint flags;
} names[] = {
#define OFF_NAME(word, form, flags) {word, sizeof word - 1, OFF_N_##form, flags},
#include "blocks/names.def"
#undef OFF_NAME
};

static guint
flags_of_word(const char *word, gsize length, gboolean leads)
{
    guint flags = 0, first = 0, end = G_N_ELEMENTS(names);
    while (first < end) {
        guint middle = (first + end) / 2;
        if (names[middle].word[0] < word[0])
            first = middle + 1;
        else
            end = middle;
    }
    for (guint i = first; i < G_N_ELEMENTS(names) && names[i].word[0] == word[0]; i++) {
        gsize n = names[i].length;
        if (n <= length && (n == length || names[i].form != OFF_N_WHOLE) &&
            (leads || names[i].form != OFF_N_FIRST) && memcmp(word, names[i].word, n) == 0)
            flags |= names[i].flags;
    }
    return flags;
}

/* Takes the next word of a name into word, in lower case. Returns its length, 0 at the end. */
static gsize
next_word(const char **at, char word[WORD_MAX])
{
    const char *p = *at;
    gsize n = 0;
    while (*p && !g_ascii_isalpha(*p))
        p++;
    while (g_ascii_isalpha(*p) && n < WORD_MAX - 1) {
        if (n > 0 && g_ascii_isupper(*p) && g_ascii_islower(p[-1]))
            break;
        word[n++] = g_ascii_tolower(*p++);
    }
    word[n] = '\0';
    *at = p;
    return n;
}

/* Words of a state, as in "has-sidebar" or "no-comments": such a name does not describe its
 * element. */
static gboolean
is_state(const char *word)
{
    static const char *const states[] = {"has",  "no",     "with",     "without", "open",
                                         "type", "closed", "disabled", "enabled", "count"};
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        if (off_compare(word, states[i]) == 0)
            return TRUE;
    return FALSE;
}

/* One class: the part of a name up to white space. */
static guint
flags_of_token(const char *token, const char *end, guint *before)
{
    char word[WORD_MAX];
    const char *at = token;
    guint flags = 0, words = 0;
    gboolean state = FALSE;
    gsize n;
    while (at < end && (n = next_word(&at, word)) > 0 && at <= end) {
        guint now = n > 1 ? flags_of_word(word, n, words == 0) : 0;
        if ((*before & OFF_N_SUBJECT) && (now & OFF_N_MATTER))
            flags |= OFF_NAMED_BODY;
        flags |= now & ~(guint)(OFF_N_SUBJECT | OFF_N_MATTER);
        state = state || is_state(word);
        words++;
        *before = now;
    }
    return state || words > WORDS_MOST ? flags & ~(guint)OFF_NAMED_FURNITURE : flags;
}

static guint
flags_of_name(const char *name)
{
    guint flags = 0, before = 0;
    for (const char *p = name; *p && p - name < NAME_BYTES_MAX;) {
        gsize n = strcspn(p, " \t\r\n\f");
        flags |= flags_of_token(p, p + n, &before);
        p += n;
        p += strspn(p, " \t\r\n\f");
    }
    return flags;
}

static guint
remembered_name(const char *name, GHashTable *seen)
{
    gpointer flags;
    if (!seen)
        return flags_of_name(name);
    if (g_hash_table_lookup_extended(seen, name, NULL, &flags))
        return GPOINTER_TO_UINT(flags);
    guint fresh = flags_of_name(name);
    g_hash_table_insert(seen, g_strdup(name), GUINT_TO_POINTER(fresh));
    return fresh;
}

/* The id of a heading is made of its text: it is an address in the page. */
static gboolean
is_address(const xmlNode *node, const xmlAttr *a)
{
    return off_compare((const char *)a->name, "id") == 0 && off_is_heading(off_tag(node));
}

guint
off_names_of_seen(const xmlNode *node, GHashTable *seen)
{
    static const char *const attributes[] = {"class", "id", "data-component", "data-testid",
                                             "data-module"};
    guint flags = 0;
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *value = a->children ? (const char *)a->children->content : NULL;
        for (guint i = 0; value && i < G_N_ELEMENTS(attributes); i++)
            if (off_compare((const char *)a->name, attributes[i]) == 0 && !is_address(node, a))
                flags |= remembered_name(value, seen);
    }
    return flags;
}

guint
off_names_of(const xmlNode *node)
{
    return off_names_of_seen(node, NULL);
}
