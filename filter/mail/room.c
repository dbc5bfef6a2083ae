/* room.c: the one symbol of the module offprint-mail.so (mailroom.h). */
#include "config.h"

#include "mail/mailroom.h"

extern const OffMailRoom off_mail_room;

const OffMailRoom off_mail_room = {.read_mail = off_read_mail,
                                   .compose_mail = off_compose_mail,
                                   .compose_item = off_compose_item,
                                   .append_mbox = off_append_mbox,
                                   .mark_mail = off_mark_mail,
                                   .restore = off_restore};
