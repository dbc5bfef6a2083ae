/* character.h: which characters a terminal may be shown. */
#ifndef OFF_CHARACTER_H
#define OFF_CHARACTER_H

#include <stddef.h>

enum off_character {
    OFF_CHARACTER_TEXT,
    OFF_CHARACTER_CONTROL, /* C0, DEL, C1, what turns or breaks lines, tags: never shown */
    OFF_CHARACTER_BROKEN,  /* a byte that is no UTF-8 */
};

/* The kind of the character at p, which is before end; *length is set to its bytes, 1 if it is
 * invalid. */
enum off_character off_character_at(const unsigned char *p, const unsigned char *end,
                                    size_t *length);

#endif
