/* floor.c: parses a page with libxml2 and prints it, nothing else: what the library alone costs. */
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <stdio.h>
#include <stdlib.h>

int
main(void)
{
    size_t length = 0, room = 1 << 16;
    char *page = malloc(room);
    for (size_t n; page && (n = fread(page + length, 1, room - length, stdin)) > 0;) {
        length += n;
        if (length == room)
            page = realloc(page, room *= 2);
    }
    if (!page)
        return 1;
    htmlDocPtr doc = htmlReadMemory(page, (int)length, NULL, NULL,
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                        HTML_PARSE_NONET);
    if (doc)
        htmlDocDump(stdout, doc);
    return 0;
}
