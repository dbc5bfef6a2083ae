/* mailroom.h: the functions of mail/ as a separate module, because they need GMime.
 *
 * GMime loads a dozen libraries. Making JSON of a page needs none of them, so offprint-mail.so is
 * loaded only when a mail is read or written. */
#ifndef OFF_MAILROOM_H
#define OFF_MAILROOM_H

#include "mail/compose.h"
#include "input/input.h"

/* Functions of compose.h, without their off_. */
typedef struct {
    OffReadMail read_mail;
    GByteArray *(*compose_mail)(const OffItem *item, const OffArticle *article,
                                const OffVerdict *verdict, const OffComposeOptions *options);
    GByteArray *(*compose_item)(const OffItem *item, const OffArticle *article,
                                const OffVerdict *verdict, const OffComposeOptions *options,
                                gint64 now);
    void (*append_mbox)(GByteArray *out, const GByteArray *message, const OffItem *item,
                        gint64 now);
    GByteArray *(*mark_mail)(const OffItem *item, const OffVerdict *verdict);
    GByteArray *(*restore)(const char *bytes, gsize length);
} OffMailRoom;

/* Loads the module from the program's folder (a path). Returns its functions, or NULL. */
const OffMailRoom *off_mail_room_load(const char *program);

#endif
