/* chapter.c: an article as a chapter of the book that --to epub writes. */
#include "config.h"

#include "reader/chapter.h"

#include "dom/dom.h"
#include "reader/module.h"
#include "reader/write.h"
#include "render/xhtml.h"
#include "wire/prefix.h"
#include "words/words.h"

#include <string.h>

const OffBookRoom *
off_book_room_load(const char *program)
{
    return off_module_symbol(program, "offprint-epub.so", "off_book_room");
}

/* A book holds its pictures itself (EPUB 3.3, 3.6): of one that it does not have, its words stay.
 */
static void
replace_picture(xmlNode *image, const char *lang)
{
    const char *alt = off_attribute(image, "alt");
    xmlNode *figure = image->parent;
    g_autofree char *words =
        alt && *alt ? g_strdup_printf("[%s: %s]", off_printed(OFF_PRINTED_PICTURE, lang), alt)
                    : NULL;
    if (words)
        xmlAddNextSibling(image, xmlNewDocText(image->doc, BAD_CAST words));
    off_remove(image);
    if (!figure->children)
        off_remove(figure);
}

static void
keep_own_pictures(const OffArticle *article)
{
    xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    for (xmlNode *n = root, *next; n; n = next) {
        const char *src = off_is_named(n, "img") ? off_attribute(n, "src") : NULL;
        next = off_next(root, n, FALSE);
        if (src && !off_has_prefix(src, OFF_BOOK_PICTURES)) {
            /* What is after it may go with it. */
            xmlNode *parent = n->parent;
            if (!n->prev && !n->next && parent != root)
                next = off_next(root, parent, TRUE);
            replace_picture(n, article->lang);
        }
    }
}

void
off_write_epub(G_GNUC_UNUSED GByteArray *out, const OffWork *w, const OffArticle *article,
               OffJob *job, G_GNUC_UNUSED const OffOutcome *o)
{
    OffRun *run = job->run;
    if (!run->books)
        return;
    if (!run->book)
        run->book = run->books->new_book(w->item->feed_title);
    const GPtrArray *pictures = job->settings.compose.pictures;
    for (guint i = 0; pictures && i < pictures->len; i++) {
        const OffPicture *p = pictures->pdata[i];
        run->books->add_picture(run->book, p->id, p->type, p->bytes);
    }
    keep_own_pictures(article);
    g_autofree char *xhtml = off_render_xhtml(article);
    run->books->add_chapter(run->book, &(OffChapter){.title = article->title,
                                                     .author = article->byline,
                                                     .lang = article->lang,
                                                     .date = article->date,
                                                     .url = article->url,
                                                     .xhtml = xhtml});
}

void
off_book_end(OffJob *job, GByteArray *out, OffOutcome *outcome)
{
    g_autoptr(GError) error = NULL;
    OffRun *run = job->run;
    g_autoptr(GByteArray) file =
        run->book ? run->books->finish(run->book, job->command->now, &error) : NULL;
    if (run->book)
        run->books->free_book(run->book);
    run->book = NULL;
    if (file)
        g_byte_array_append(out, file->data, file->len);
    else if (!run->books || error)
        off_outcome_fail(outcome, "reader",
                         error ? error->message
                               : "cannot write a book: offprint was built without libzip");
}
