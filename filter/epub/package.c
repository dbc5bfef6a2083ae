/* package.c: the files that describe a book's other files. */
#include "config.h"

#include "epub/package.h"

#include <string.h>

const char *
off_package_container(void)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n"
           "<rootfiles>\n"
           "<rootfile full-path=\"EPUB/package.opf\" "
           "media-type=\"application/oebps-package+xml\"/>\n"
           "</rootfiles>\n"
           "</container>\n";
}

/* An element with text, or nothing if there is no text. */
static void
append_element(GString *out, const char *name, const char *attributes, const char *text)
{
    g_autofree char *escaped = text && *text ? g_markup_escape_text(text, -1) : NULL;
    if (escaped)
        g_string_append_printf(out, "<%s%s>%s</%s>\n", name, attributes, escaped, name);
}

/* A name-based UUID (RFC 9562, 5.8, of SHA-256) of the addresses and titles of the articles: the
 * same articles are the same book. */
static char *
identifier_of(const char *title, const GPtrArray *pages)
{
    g_autoptr(GString) all = g_string_new(title);
    for (guint i = 0; i < pages->len; i++) {
        const OffBookPage *page = pages->pdata[i];
        g_string_append_printf(all, "\n%s", page->url ? page->url : page->title);
    }
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, all->str, -1);
    return g_strdup_printf("urn:uuid:%.8s-%.4s-8%.3s-a%.3s-%.12s", hash, hash + 8, hash + 12,
                           hash + 15, hash + 18);
}

static void
append_metadata(GString *out, const char *title, const GPtrArray *pages, gint64 now)
{
    g_autofree char *id = identifier_of(title, pages);
    g_autoptr(GDateTime) made = g_date_time_new_from_unix_utc(now);
    g_autofree char *modified = g_date_time_format(made, "%Y-%m-%dT%H:%M:%SZ");
    g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal);
    const OffBookPage *first = pages->pdata[0];
    g_string_append(out, "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    append_element(out, "dc:identifier", " id=\"id\"", id);
    append_element(out, "dc:title", "", title);
    append_element(out, "dc:language", "", first->lang ? first->lang : "und");
    for (guint i = 0; i < pages->len; i++) {
        const OffBookPage *page = pages->pdata[i];
        if (page->author && g_hash_table_add(said, page->author))
            append_element(out, "dc:creator", "", page->author);
    }
    if (pages->len == 1) {
        append_element(out, "dc:date", "", first->date);
        append_element(out, "dc:source", "", first->url);
    }
    append_element(out, "meta", " property=\"dcterms:modified\"", modified);
    g_string_append(out, "</metadata>\n");
}

static void
append_item(GString *out, const char *kind, guint number, const char *file, const char *type)
{
    g_string_append_printf(out, "<item id=\"%s%u\" href=\"%s\" media-type=\"%s\"/>\n", kind, number,
                           file, type);
}

char *
off_package_document(const char *title, const GPtrArray *pages, const GPtrArray *pictures,
                     gint64 now)
{
    GString *out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
                                "unique-identifier=\"id\">\n");
    append_metadata(out, title, pages, now);
    g_string_append(out, "<manifest>\n"
                         "<item id=\"nav\" href=\"nav.xhtml\" properties=\"nav\" "
                         "media-type=\"application/xhtml+xml\"/>\n"
                         "<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n");
    for (guint i = 0; i < pages->len; i++)
        append_item(out, "c", i + 1, ((OffBookPage *)pages->pdata[i])->file,
                    "application/xhtml+xml");
    for (guint i = 0; i < pictures->len; i++)
        append_item(out, "p", i + 1, ((OffBookPicture *)pictures->pdata[i])->file,
                    ((OffBookPicture *)pictures->pdata[i])->type);
    g_string_append(out, "</manifest>\n<spine>\n");
    if (pages->len > 1)
        g_string_append(out, "<itemref idref=\"nav\"/>\n");
    for (guint i = 0; i < pages->len; i++)
        g_string_append_printf(out, "<itemref idref=\"c%u\"/>\n", i + 1);
    g_string_append(out, "</spine>\n</package>\n");
    return g_string_free(out, FALSE);
}

char *
off_package_navigation(const char *title, const GPtrArray *pages)
{
    g_autofree char *escaped = g_markup_escape_text(title, -1);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out,
                           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n"
                           "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                           "xmlns:epub=\"http://www.idpf.org/2007/ops\">\n"
                           "<head>\n<title>%s</title>\n"
                           "<link rel=\"stylesheet\" href=\"style.css\"/>\n</head>\n"
                           "<body>\n<nav epub:type=\"toc\">\n<h1>%s</h1>\n<ol>\n",
                           escaped, escaped);
    for (guint i = 0; i < pages->len; i++) {
        const OffBookPage *page = pages->pdata[i];
        g_autofree char *name = g_markup_escape_text(page->title, -1);
        g_autofree char *lang = page->lang ? g_markup_escape_text(page->lang, -1) : NULL;
        g_string_append_printf(out, "<li><a href=\"%s\"%s%s%s>%s</a></li>\n", page->file,
                               lang ? " lang=\"" : "", lang ? lang : "", lang ? "\"" : "", name);
    }
    g_string_append(out, "</ol>\n</nav>\n</body>\n</html>\n");
    return g_string_free(out, FALSE);
}
