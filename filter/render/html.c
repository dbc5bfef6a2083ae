/* html.c: an article as a whole HTML5 document that a mail client can show. */
#include "config.h"

#include <offprint/render.h>

#include "clean/attributes.h"
#include "clean/clean.h"
#include "render/head.h"
#include "render/xhtml.h"
#include "words/words.h"

#include <libxml/tree.h>
#include <string.h>

/* Style for the few who show it: readable width, the reader's own colours, dark or light. */
static const char style[] =
    ":root{color-scheme:light dark}"
    "body{max-width:38em;margin:0 auto;padding:1em;font:1.05em/1.55 "
    "Georgia,serif;overflow-wrap:break-word}"
    "h1,h2,h3,h4{line-height:1.25;font-family:system-ui,sans-serif}"
    "header p{opacity:.75;font:.9em/1.4 system-ui,sans-serif}"
    "img{max-width:100%;height:auto}figure{margin:1.5em 0}figcaption{opacity:.75;font-size:.9em}"
    "blockquote{margin:1em 0;padding-inline-start:1em;border-inline-start:3px solid #8888}"
    "aside{margin:1.5em 0;padding:.1em 1em;border:1px solid #8886}"
    "summary{font-weight:bold}sup,sub{line-height:0}a[href^='#']{text-decoration:none}"
    "dt{font-weight:bold}code,kbd,samp,pre{font-family:ui-monospace,monospace;font-size:.9em}"
    "pre{overflow-x:auto;padding:.6em .8em;background:#8881}pre code{font-size:1em}"
    "table{margin:1.5em 0;border-collapse:collapse;font-variant-numeric:tabular-nums}"
    "caption{opacity:.75;font-size:.9em;text-align:start;padding-bottom:.3em}"
    "td,th{border:1px solid #8886;padding:.3em .6em;text-align:start;vertical-align:top}"
    "@media(max-width:30em){h1{font-size:1.5em}table{display:block;overflow-x:auto}}";

static void
append_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, " %s=\"", name);
    off_append_escaped(out, value);
    g_string_append_c(out, '"');
}

static void
head_word(GString *out, gboolean *any, const char *before, const char *word, const char *after)
{
    if (!word || !*word)
        return;
    if (*any)
        g_string_append(out, " · ");
    *any = TRUE;
    g_string_append(out, before);
    off_append_escaped(out, word);
    g_string_append(out, after);
}

static void
head_line(GString *out, const OffArticle *a)
{
    gboolean any = FALSE;
    g_autoptr(GString) line = g_string_new(NULL);
    head_word(line, &any, "", off_head_byline(a), "");
    if (a->date) {
        g_autofree char *day = g_strndup(a->date, 10);
        /* Digits and hyphens would be turned round among letters that run to the left. */
        g_autoptr(GString) open = g_string_new("<time");
        g_autofree char *date = off_html_date(a->date);
        append_attribute(open, "datetime", date);
        append_attribute(open, "dir", "ltr");
        g_string_append_c(open, '>');
        head_word(line, &any, open->str, day, "</time>");
    }
    if (a->url) {
        g_autoptr(GString) link = g_string_new("<a");
        append_attribute(link, "href", a->url);
        g_string_append_c(link, '>');
        g_autoptr(GUri) uri =
            g_uri_parse(a->url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
        const char *host = uri ? g_uri_get_host(uri) : NULL;
        head_word(line, &any, link->str, a->site ? a->site : host ? host : a->url, "</a>");
    } else {
        head_word(line, &any, "", a->site, "");
    }
    if (any)
        g_string_append_printf(out, "<p>%s</p>\n", line->str);
}

static void
append_body(GString *out, const OffArticle *article,
            void (*write)(GString *out, const xmlNode *node))
{
    const xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    for (const xmlNode *child = root ? root->children : NULL; child; child = child->next)
        write(out, child);
}

char *
off_render_html_body(const OffArticle *article)
{
    GString *out = g_string_new(NULL);
    append_body(out, article, off_serialize);
    return g_string_free(out, FALSE);
}

/* The article with its heading, and the end of the document. */
static void
append_article(GString *out, const OffArticle *a, void (*write)(GString *out, const xmlNode *node))
{
    const char *kind = a->title ? "article" : "main"; /* an article has a heading */
    g_string_append_printf(out, "</head>\n<body>\n<%s>\n<header>\n", kind);
    if (a->title) {
        g_string_append(out, "<h1>");
        off_append_escaped(out, a->title);
        g_string_append(out, "</h1>\n");
    }
    head_line(out, a);
    g_string_append(out, "</header>\n");
    append_body(out, a, write);
    g_string_append_printf(out, "</%s>\n</body>\n</html>\n", kind);
}

char *
off_render_html(const OffArticle *a)
{
    GString *out = g_string_new("<!DOCTYPE html>\n<html");
    /* "und" says that it is not known (BCP 47, 4.1). */
    g_string_append_printf(out, " lang=\"%s\"", a->lang ? a->lang : "und");
    if (a->dir)
        g_string_append_printf(out, " dir=\"%s\"", a->dir);
    g_string_append(
        out, ">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    off_append_escaped(out, a->title  ? a->title
                            : a->site ? a->site
                                      : off_printed(OFF_PRINTED_ARTICLE, a->lang));
    g_string_append(out, "</title>\n<style>");
    g_string_append(out, style);
    g_string_append(out, "</style>\n");
    append_article(out, a, off_serialize);
    return g_string_free(out, FALSE);
}

char *
off_render_xhtml(const OffArticle *a)
{
    GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                                "<html xmlns=\"http://www.w3.org/1999/xhtml\"");
    const char *lang = a->lang ? a->lang : "und";
    g_string_append_printf(out, " lang=\"%s\" xml:lang=\"%s\"", lang, lang);
    if (a->dir)
        g_string_append_printf(out, " dir=\"%s\"", a->dir);
    g_string_append(out, ">\n<head>\n<title>");
    off_append_escaped(out, a->title  ? a->title
                            : a->site ? a->site
                                      : off_printed(OFF_PRINTED_ARTICLE, a->lang));
    g_string_append(out, "</title>\n<link rel=\"stylesheet\" href=\"style.css\"/>\n");
    append_article(out, a, off_serialize_xml);
    return g_string_free(out, FALSE);
}
