/* acting.c: what an address says it does, by the words of its path and its query. */
#include "config.h"

#include "links/acting.h"

#include <string.h>

#define URI_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

enum { CLICK = OFF_ACTS_CLICK, FORM = OFF_ACTS_FORM };
enum { COUNTS, READER }; /* of a tracking parameter */

static const struct {
    const char *word;
    OffActs kind;
} acting[] = {
#define OFF_ACTING(word, kind) {word, (OffActs)kind},
#include "links/acting.def"
#undef OFF_ACTING
};

static const struct {
    const char *name;
    gboolean whole, counts;
} tracking[] = {
#define OFF_TRACKING(name, whole, kind) {name, whole, kind == COUNTS},
#include "links/tracking.def"
#undef OFF_TRACKING
};

static gboolean
is_tracking(const char *pair, gboolean counts)
{
    gsize n = strcspn(pair, "=");
    for (guint i = 0; i < G_N_ELEMENTS(tracking); i++) {
        gsize m = strlen(tracking[i].name);
        if (g_ascii_strncasecmp(pair, tracking[i].name, m) == 0 &&
            (n == m || (!tracking[i].whole && n > m)) && (tracking[i].counts || !counts))
            return TRUE;
    }
    return FALSE;
}

gboolean
off_is_tracking(const char *pair)
{
    return is_tracking(pair, FALSE);
}

gboolean
off_is_counting(const char *pair)
{
    return is_tracking(pair, TRUE);
}

static OffActs
word_acts(const char *word, gsize n)
{
    for (guint i = 0; i < G_N_ELEMENTS(acting); i++)
        if (strlen(acting[i].word) == n && g_ascii_strncasecmp(word, acting[i].word, n) == 0)
            return acting[i].kind;
    return OFF_ACTS_NOT;
}

/* One of the words, or two words of which the first is one: confirm-email. */
static OffActs
segment_acts(const char *segment)
{
    gsize n = strlen(segment), first = strcspn(segment, "-_.");
    OffActs whole = word_acts(segment, n);
    if (whole != OFF_ACTS_NOT || first == n || strpbrk(segment + first + 1, "-_"))
        return whole;
    return word_acts(segment, first);
}

static OffActs
path_acts(const char *path)
{
    g_auto(GStrv) segments = g_strsplit(path, "/", -1);
    OffActs worst = OFF_ACTS_NOT;
    for (guint i = 0; segments[i]; i++)
        worst = MAX(worst, segment_acts(segments[i]));
    return worst;
}

/* ?action= is a form, whatever it is that it does. */
static OffActs
pair_acts(const char *pair)
{
    gsize name = strcspn(pair, "=");
    const char *value = pair + name + (pair[name] == '=');
    gboolean action = name == strlen("action") && g_ascii_strncasecmp(pair, "action", name) == 0;
    OffActs worst = MAX(word_acts(pair, name), word_acts(value, strlen(value)));
    return MAX(worst, action ? OFF_ACTS_FORM : OFF_ACTS_NOT);
}

static OffActs
query_acts(const char *query)
{
    g_auto(GStrv) pairs = g_strsplit_set(query ? query : "", "&;", -1);
    OffActs worst = OFF_ACTS_NOT;
    for (guint i = 0; pairs[i]; i++)
        if (!off_is_tracking(pairs[i]))
            worst = MAX(worst, pair_acts(pairs[i]));
    return worst;
}

OffActs
off_address_acts(const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, URI_FLAGS, NULL);
    if (!uri)
        return OFF_ACTS_CLICK;
    return MAX(path_acts(g_uri_get_path(uri)), query_acts(g_uri_get_query(uri)));
}

gboolean
off_leads_to_act(const char *from, const char *to)
{
    return off_address_acts(to) == OFF_ACTS_CLICK && off_address_acts(from) != OFF_ACTS_CLICK;
}
