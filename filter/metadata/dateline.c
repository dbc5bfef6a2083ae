/* dateline.c: "SEOUL, South Korea (AP) — ", "Hamburg (dpa/lno) - " */
#include "config.h"

#include "metadata/dateline.h"

void
off_read_dateline(OffArticle *article, const char *text)
{
    static const char form[] = "^(\\p{Lu}[\\p{L}.' -]{2,39}(?:, [\\p{L}. ]{2,30})?) "
                               "\\((\\p{Lu}[\\p{L}/ .]{1,20}|\\p{Ll}{2,5}(?:/\\p{Ll}{2,5})*)\\)\\s*"
                               "(?:—|–|-|--)\\s";
    g_autoptr(GMatchInfo) match = NULL;
    /* Only a parenthesis near the start can be one. */
    const char *open = g_utf8_strchr(text, 90, '(');
    if (!open || article->place)
        return;
    g_autoptr(GRegex) regex = g_regex_new(form, 0, 0, NULL);
    if (!g_regex_match(regex, text, 0, &match))
        return;
    article->place = g_match_info_fetch(match, 1);
    article->agency = g_match_info_fetch(match, 2);
}
