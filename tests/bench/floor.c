/* floor.c: what libxml2 alone costs.
 *
 * usage: floor            parses the page on standard input, and prints it
 *        floor FILE...    parses each page, and prints nothing */
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <stdio.h>
#include <stdlib.h>

#define OPTIONS (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET)

static char *
read_page(FILE *from, size_t *length)
{
    size_t room = 1 << 16;
    char *page = malloc(room);
    *length = 0;
    for (size_t n; page && (n = fread(page + *length, 1, room - *length, from)) > 0;) {
        *length += n;
        if (*length == room)
            page = realloc(page, room *= 2);
    }
    return page;
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc || i == 1; i++) {
        FILE *from = argc > 1 ? fopen(argv[i], "rb") : stdin;
        size_t length;
        char *page = from ? read_page(from, &length) : NULL;
        if (!page) {
            perror(argv[i]);
            return 1;
        }
        htmlDocPtr doc = htmlReadMemory(page, (int)length, NULL, NULL, OPTIONS);
        if (doc && argc == 1)
            htmlDocDump(stdout, doc);
        xmlFreeDoc(doc);
        free(page);
        fclose(from);
    }
    return 0;
}
