/* own.c: reads a message that offprint made: its HTML part back to the article and its metadata
 * (render/html.c writes it). */
#include "config.h"

#include "dom/dom.h"
#include "dom/url.h"
#include "mail/parts.h"

#include <string.h>

static void
set_field(char **field, char *value)
{
    if (!value)
        return;
    g_free(*field);
    *field = value;
}

/* The text between two literals of ours, without markup (transfer full), or NULL. */
static char *
text_between(const char *html, const char *start, const char *end)
{
    const char *from = strstr(html, start), *to = from ? strstr(from, end) : NULL;
    if (!to)
        return NULL;
    from += strlen(start);
    g_autofree char *markup = g_strndup(from, (gsize)(to - from));
    xmlDoc *doc = off_dom_parse(markup, strlen(markup));
    char *text = off_text_of(xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
    return text;
}

/* "Byline · date · site": the date and the site have an element, a byline has none. */
static void
read_line(OffItem *item, const char *head)
{
    const char *line = strstr(head, "<p>");
    if (!line)
        return;
    if (line[3] != '<' && strstr(line, " · <"))
        set_field(&item->author, text_between(line, "<p>", " · <"));
    const char *time = strstr(line, "<time datetime=\"");
    if (time) {
        time += strlen("<time datetime=\"");
        set_field(&item->date, g_strndup(time, strcspn(time, "\"")));
    }
    const char *link = strstr(line, "<a href=");
    if (link)
        set_field(&item->feed_title, text_between(link, ">", "</a>"));
}

/* "X-Offprint: status=fetched; url=https://..." */
static void
read_address(OffItem *item, const char *field)
{
    const char *url = strstr(field, "url=");
    g_autofree char *said = url ? g_strndup(url + 4, strcspn(url + 4, "; ")) : NULL;
    /* Anybody can write such a field. */
    set_field(&item->url, off_url_resolve(NULL, said));
}

void
off_read_own(OffItem *item, const char *field)
{
    static const char open[] = "<header>\n", close[] = "</header>\n";
    gsize n;
    if (!item->html)
        return;
    read_address(item, field);
    const char *bytes = g_bytes_get_data(item->html, &n);
    g_autofree char *html = g_strndup(bytes, n);
    char *head = strstr(html, open), *rest = head ? strstr(head, close) : NULL;
    if (!rest)
        return;
    rest += strlen(close);
    g_autofree char *said = g_strndup(head, (gsize)(rest - head));
    set_field(&item->subject, text_between(said, "<h1>", "</h1>"));
    read_line(item, said);
    memmove(head, rest, strlen(rest) + 1);
    g_bytes_unref(item->html);
    item->html = g_bytes_new(html, strlen(html));
}
