/* mailroom.h: the functions of mail/, which needs GMime, as a module of its own.
 *
 * GMime brings a dozen libraries into the process. A page that goes in and JSON that comes out need
 * none of them: offprint-mail.so is loaded when a mail is read or written. */
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

/* Loads the module that lies beside the program (a path). Returns its functions, or NULL. */
const OffMailRoom *off_mail_room_load(const char *program);

#endif
