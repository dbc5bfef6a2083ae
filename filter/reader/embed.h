/* embed.h: an article's pictures, fetched to go along with its message (--images=embed). */
#ifndef OFF_EMBED_H
#define OFF_EMBED_H

#include "reader/channel.h"
#include "reader/job.h"

#include <offprint/article.h>

/* What the article points to: parts of its message (RFC 2392, cid:), the bytes themselves (RFC
 * 2397, data:), or files of a book (chapter.h), whose names are the pictures' ids. */
typedef enum { OFF_EMBED_NOT, OFF_EMBED_PARTS, OFF_EMBED_DATA, OFF_EMBED_FILES } OffEmbedding;

/* Fetches the pictures of an article and has it point to them. What cannot be fetched, is too
 * large, or is no PNG, JPEG, GIF, WebP or AVIF by its bytes stays a link (WebP and AVIF also in a
 * book); so does what only one reader was sent the address of. Returns OffPicture (compose.h;
 * transfer full), or NULL if there are none, or for OFF_EMBED_NOT. */
GPtrArray *off_embed_pictures(OffArticle *article, OffEmbedding how, OffJob *job,
                              OffChannel *channel);

#endif
