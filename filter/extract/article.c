/* article.c: the article's life. */
#include "config.h"

#include <offprint/article.h>

#include <libxml/tree.h>

OffArticle *
off_article_new(void)
{
    return g_new0(OffArticle, 1);
}

void
off_article_free(OffArticle *a)
{
    if (!a)
        return;
    char *strings[] = {a->url,       a->title,       a->byline, a->date,        a->modified,
                       a->site,      a->lang,        a->dir,    a->description, a->image,
                       a->next_page, a->single_page, a->agency, a->place};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_strfreev(a->tags);
    if (a->body)
        xmlFreeDoc(a->body);
    g_free(a);
}
