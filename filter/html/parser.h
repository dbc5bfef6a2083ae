/* parser.h: parses a page as the HTML standard prescribes (HTML, 13.2), into libxml2's nodes.
 *
 * libxml2's own HTML parser follows the HTML of 1999, with differences between versions, so its
 * tree is not the page that the author saw. Only its tree is used here. */
#ifndef OFF_HTML_PARSER_H
#define OFF_HTML_PARSER_H

#include <glib.h>
#include <libxml/tree.h>

typedef enum {
    OFF_HTML_WHOLE = 0,
    /* Leaves out what no article needs: comments, scripts and styles (a script that holds data,
     * that is JSON or TeX, stays), white space between the rows, cells and entries of tables and
     * lists. What is in a <noscript> is read as markup; a shadow root is a <div>. */
    OFF_HTML_LEAN = 1
} OffHtmlOptions;

/* The tree of a page (transfer full: xmlFreeDoc). text is UTF-8. Scripts count as enabled: a
 * <noscript> ends at its end tag, whatever is in it. The root is always <html>, with <head> and
 * <body> or <frameset>; the content of a <template> is its children. All names are in lower case,
 * in doc->dict; elements of MathML and SVG have no namespace. Controls are left out of texts and
 * values: no browser shows them. */
xmlDoc *off_html_parse(const char *text, gsize length, OffHtmlOptions options);

#endif
