/* media.h: the addresses of pictures and players, however late the page would have loaded them. */
#ifndef OFF_MEDIA_H
#define OFF_MEDIA_H

#include "dom/dom.h"

/* The address of an <img>: data-src and the like, the largest of srcset, src (transfer full). NULL
 * if there is none, or for a pixel, an icon or a data: address. */
char *off_image_url(const xmlNode *image, const char *base);

/* The address of the media that an <iframe>, <video>, <audio>, <embed> or <object> plays, and a
 * title for a link to it (both transfer full), or NULL if it is not a player. */
char *off_player_url(const xmlNode *player, const char *base, const char *lang, char **title);

#endif
