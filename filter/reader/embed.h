/* embed.h: an article's pictures, fetched to go along with its message (--images=embed). */
#ifndef OFF_EMBED_H
#define OFF_EMBED_H

#include "reader/channel.h"
#include "reader/job.h"

#include <offprint/article.h>

/* Fetches the pictures of an article and has it point to them (RFC 2392, cid:). What cannot be had,
 * is too large, or is no PNG, JPEG, GIF, WebP or AVIF by its bytes stays a link; so does what only
 * one reader was sent the address of. Returns OffPicture (compose.h; transfer full), or NULL where
 * there is none. */
GPtrArray *off_embed_pictures(OffArticle *article, const OffJob *job, OffChannel *channel);

#endif
