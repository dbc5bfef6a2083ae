/* book.c: articles as one book: a ZIP file (OCF, 4.3), by libzip. */
#include "config.h"

#include "epub/book.h"

#include "epub/package.h"

#include <string.h>
#include <zip.h>

G_DEFINE_QUARK(off - book - error - quark, off_book_error)

#define DOS_TIME 0            /* of all files: midnight ... */
#define DOS_DATE (1 << 5 | 1) /* ... of the first day that ZIP knows, 1980-01-01 */

/* E-book readers set fonts, colours and margins themselves; this style covers the rest. */
static const char style[] =
    "body{overflow-wrap:break-word}\n"
    "img{max-width:100%;height:auto}\n"
    "figure{margin:1em 0}\n"
    "figcaption,caption,header p{font-size:.9em}\n"
    "blockquote{margin:1em 0 1em 1.5em}\n"
    "aside{margin:1em 0;padding:0 1em;border:1px solid}\n"
    "pre{white-space:pre-wrap;font-size:.85em}\n"
    "table{border-collapse:collapse;margin:1em 0}\n"
    "td,th{border:1px solid;padding:.2em .5em;text-align:start;vertical-align:top}\n"
    "summary{font-weight:bold}\n"
    "sup,sub{line-height:0}\n";

typedef struct {
    char *name;
    GBytes *bytes;
} File;

struct OffBook {
    char *title;
    GPtrArray *pages;    /* OffBookPage */
    GPtrArray *pictures; /* OffBookPicture */
    GPtrArray *files;    /* File */
};

static void
page_free(void *data)
{
    OffBookPage *page = data;
    char *strings[] = {page->title, page->author, page->lang, page->date, page->url, page->file};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_free(page);
}

static void
picture_free(void *data)
{
    OffBookPicture *picture = data;
    g_free(picture->file);
    g_free(picture->type);
    g_free(picture);
}

static void
file_free(void *data)
{
    File *file = data;
    g_free(file->name);
    g_bytes_unref(file->bytes);
    g_free(file);
}

OffBook *
off_book_new(const char *title)
{
    OffBook *book = g_new0(OffBook, 1);
    book->title = g_strdup(title);
    book->pages = g_ptr_array_new_with_free_func(page_free);
    book->pictures = g_ptr_array_new_with_free_func(picture_free);
    book->files = g_ptr_array_new_with_free_func(file_free);
    return book;
}

void
off_book_free(OffBook *book)
{
    if (!book)
        return;
    g_free(book->title);
    g_ptr_array_unref(book->pages);
    g_ptr_array_unref(book->pictures);
    g_ptr_array_unref(book->files);
    g_free(book);
}

/* Takes the bytes. */
static void
add_file(OffBook *book, const char *name, GBytes *bytes)
{
    File *file = g_new0(File, 1);
    file->name = g_strconcat("EPUB/", name, NULL);
    file->bytes = bytes;
    g_ptr_array_add(book->files, file);
}

static void
add_text(OffBook *book, const char *name, const char *text)
{
    add_file(book, name, g_bytes_new(text, strlen(text)));
}

void
off_book_add_chapter(OffBook *book, const OffChapter *chapter)
{
    OffBookPage *page = g_new0(OffBookPage, 1);
    page->title = g_strdup(chapter->title && *chapter->title ? chapter->title
                           : chapter->url                    ? chapter->url
                                                             : "\u2013");
    page->author = g_strdup(chapter->author);
    page->lang = g_strdup(chapter->lang);
    page->date = g_strdup(chapter->date);
    page->url = g_strdup(chapter->url);
    page->file = g_strdup_printf("chapter%u.xhtml", book->pages->len + 1);
    g_ptr_array_add(book->pages, page);
    add_text(book, page->file, chapter->xhtml);
}

void
off_book_add_picture(OffBook *book, const char *name, const char *type, GBytes *bytes)
{
    for (guint i = 0; i < book->pictures->len; i++)
        if (strcmp(((OffBookPicture *)book->pictures->pdata[i])->file, name) == 0)
            return;
    OffBookPicture *picture = g_new0(OffBookPicture, 1);
    picture->file = g_strdup(name);
    picture->type = g_strdup(type);
    g_ptr_array_add(book->pictures, picture);
    add_file(book, name, g_bytes_ref(bytes));
}

/* --- the container ---------------------------------------------------------------------------- */

static void
set_error(GError **error, const char *tried, const char *why)
{
    g_set_error(error, OFF_BOOK_ERROR, OFF_BOOK_ERROR_ZIP, "cannot write the book: %s: %s", tried,
                why);
}

static gboolean
pack_file(zip_t *zip, const char *name, const void *bytes, gsize length, gboolean stored)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, length, 0);
    zip_int64_t index = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return FALSE;
    }
    return zip_file_set_dostime(zip, (zip_uint64_t)index, DOS_TIME, DOS_DATE, 0) == 0 &&
           zip_set_file_compression(zip, (zip_uint64_t)index,
                                    stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0;
}

/* The first file declares the type of the archive. It is stored uncompressed, so that the type is
 * at byte 38 (OCF, 4.3). */
static gboolean
pack_all(zip_t *zip, const OffBook *book)
{
    static const char mimetype[] = "application/epub+zip";
    const char *container = off_package_container();
    gboolean good = pack_file(zip, "mimetype", mimetype, strlen(mimetype), TRUE) &&
                    pack_file(zip, "META-INF/container.xml", container, strlen(container), FALSE);
    for (guint i = 0; i < book->files->len && good; i++) {
        const File *file = book->files->pdata[i];
        gsize n;
        const void *bytes = g_bytes_get_data(file->bytes, &n);
        good = pack_file(zip, file->name, bytes, n, FALSE);
    }
    return good;
}

static GByteArray *
read_all(zip_source_t *source)
{
    zip_stat_t size;
    g_autoptr(GByteArray) out = g_byte_array_new();
    if (zip_source_stat(source, &size) < 0 || zip_source_open(source) < 0)
        return NULL;
    g_byte_array_set_size(out, (guint)size.size);
    zip_int64_t n = zip_source_read(source, out->data, size.size);
    zip_source_close(source);
    return n >= 0 && (zip_uint64_t)n == size.size ? g_steal_pointer(&out) : NULL;
}

static GByteArray *
zip_of(const OffBook *book, GError **error)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_t *zip = memory ? zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &why) : NULL;
    GByteArray *out = NULL;
    if (!zip) {
        set_error(error, "a file in memory", zip_error_strerror(&why));
        zip_source_free(memory);
        zip_error_fini(&why);
        return NULL;
    }
    zip_source_keep(memory);
    if (!pack_all(zip, book) || zip_close(zip) < 0) {
        set_error(error, "its files", zip_strerror(zip));
        zip_discard(zip);
    } else if (!(out = read_all(memory))) {
        set_error(error, "its bytes", zip_error_strerror(zip_source_error(memory)));
    }
    zip_source_free(memory);
    zip_error_fini(&why);
    return out;
}

GByteArray *
off_book_finish(OffBook *book, gint64 now, GError **error)
{
    if (book->pages->len == 0) {
        g_set_error_literal(error, OFF_BOOK_ERROR, OFF_BOOK_ERROR_EMPTY,
                            "cannot write the book: there is no article for it");
        return NULL;
    }
    const char *title =
        book->title && *book->title ? book->title : ((OffBookPage *)book->pages->pdata[0])->title;
    g_autofree char *package = off_package_document(title, book->pages, book->pictures, now);
    g_autofree char *navigation = off_package_navigation(title, book->pages);
    add_text(book, "package.opf", package);
    add_text(book, "nav.xhtml", navigation);
    add_text(book, "style.css", style);
    return zip_of(book, error);
}
