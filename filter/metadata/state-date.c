/* state-date.c: the day of publication in the data from which a page is built in the browser. */
#include "config.h"

#include "metadata/state-date.h"

#include "metadata/date.h"

#include <string.h>

#define DAY_LENGTH strlen("2026-11-24")

void
off_metadata_read_state(OffMetadata *m, const char *json)
{
    static const char member[] =
        "\"(?:datePublished|date_published|publi(?:cation|sh|shed)_?(?:[Dd]ate|[Aa]t|[Tt]ime)|"
        "first_?[Pp]ublish(?:ed)?(?:_?(?:[Dd]ate|[Aa]t|[Tt]ime))?)\"\\s*:\\s*"
        "\"((?:19|20)\\d\\d-\\d\\d-\\d\\d[^\"\\\\]{0,24})\"";
    static gsize compiled;
    if (!json || !strcasestr(json, "publi"))
        return;
    if (g_once_init_enter(&compiled))
        g_once_init_leave(&compiled, (gsize)g_regex_new(member, G_REGEX_RAW, 0, NULL));
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *found = NULL;
    for (g_regex_match((GRegex *)compiled, json, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        g_autofree char *value = g_match_info_fetch(match, 1), *date = off_parse_date(value);
        if (!date || (found && strncmp(found, date, DAY_LENGTH) != 0))
            return;
        off_replace(&found, g_steal_pointer(&date));
    }
    if (found && !off_date_is_future(found))
        off_metadata_set(m, OFF_META_PAGE_DATE, OFF_META_LD, found);
}
