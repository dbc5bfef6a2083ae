/* head.c: what is above an article. */
#include "config.h"

#include "render/head.h"

#include "wire/prefix.h"

#include <string.h>

const char *
off_head_byline(const OffArticle *a)
{
    g_autofree char *byline = a->byline ? g_utf8_casefold(a->byline, -1) : NULL;
    g_autofree char *site = a->site ? g_utf8_casefold(a->site, -1) : NULL;
    if (!byline || !site || !off_has_prefix(site, byline))
        return a->byline;
    /* "The Paper" in "The Paper | News of the town", but not "Ana" in "Anaheim Post". */
    const char *rest = site + strlen(byline);
    return g_unichar_isalnum(g_utf8_get_char(rest)) ? a->byline : NULL;
}
