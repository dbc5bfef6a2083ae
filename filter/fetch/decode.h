/* decode.h: content codings (RFC 9110, 8.4), undone as the bytes come.
 *
 * libcurl undoes them too, but it takes a coded body that is cut short for a whole one. */
#ifndef OFF_DECODE_H
#define OFF_DECODE_H

#include <glib.h>

/* The codings that are known, as a value of Accept-Encoding. */
#define OFF_DECODE_CODINGS "gzip, deflate"

typedef struct OffDecoder OffDecoder;

/* Takes decoded bytes. Returns FALSE if it wants no more. */
typedef gboolean (*OffDecoderSink)(const guint8 *bytes, gsize length, void *data);

/* codings: the value of Content-Encoding; NULL: the bytes are passed on as they are. Returns NULL
 * if it names a coding that is unknown, or too many. */
OffDecoder *off_decoder_new(const char *codings, OffDecoderSink sink, void *data);
void off_decoder_free(OffDecoder *decoder);

/* Returns FALSE if the bytes are not of that coding, or the sink wants no more. */
gboolean off_decoder_put(OffDecoder *decoder, const guint8 *bytes, gsize length);
/* Is every coding complete? Always so if there is none. */
gboolean off_decoder_is_whole(const OffDecoder *decoder);

#endif
