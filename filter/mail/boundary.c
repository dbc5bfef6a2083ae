/* boundary.c: names of boundaries that no sender can know (RFC 2046, 5.1.1). */
#include "config.h"

#include "mail/body.h"

#include <string.h>

void
off_boundaries_set(OffBoundaries *b, GMimeMultipart *multipart, int number)
{
    g_autoptr(GChecksum) hash = g_checksum_copy(b->seed);
    g_checksum_update(hash, (const guchar *)&b->round, sizeof b->round);
    g_checksum_update(hash, (const guchar *)&number, sizeof number);
    g_autofree char *boundary =
        g_strdup_printf("=_offprint_%d_%.24s", number, g_checksum_get_string(hash));
    g_mime_multipart_set_boundary(multipart, boundary);
    g_ptr_array_add(b->made, multipart);
}

gboolean
off_boundaries_hold(const OffBoundaries *b, const GByteArray *written)
{
    for (guint i = 0; i < b->made->len; i++) {
        GMimeMultipart *multipart = b->made->pdata[i];
        g_autofree char *line = g_strconcat("--", g_mime_multipart_get_boundary(multipart), NULL);
        const char *at = (const char *)written->data, *end = at + written->len;
        int found = 0;
        while ((at = memmem(at, (gsize)(end - at), line, strlen(line)))) {
            found++;
            at += strlen(line);
        }
        if (found != g_mime_multipart_get_count(multipart) + 1)
            return FALSE;
    }
    return TRUE;
}
