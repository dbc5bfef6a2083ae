/* rules.c: a file of site rules, read and done to a page. */
#include "config.h"

#include "fuzz.h"

#include <offprint/extract.h>

static const char page[] =
    "<html><body><h1 class='a b'>Title</h1><div id='c'><p>At six on Tuesday the first lorry rolled "
    "over the old bridge.</p><img src='/d.png'><p class='e'>And so on, for a while, until the "
    "evening.</p><a rel='next' href='/b/3'>3</a></div></body></html>";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(OffSiteRules) rules = off_site_rules_new();
    off_site_rules_read(rules, (const char *)data, size, "fuzz", NULL, NULL);
    const OffExtractOptions options = {.url = "https://a.example/b/2", .rules = rules};
    off_article_free(off_extract_page(page, sizeof page - 1, &options, NULL));
    off_site_rules_header(rules, "user-agent");
    return 0;
}
