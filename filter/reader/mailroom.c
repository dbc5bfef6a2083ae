/* mailroom.c: the module that knows GMime, loaded. */
#include "config.h"

#include "mail/mailroom.h"

#include "reader/module.h"

/* Only in a reader that was configured with --enable-static-parts=all. */
extern const OffMailRoom off_mail_room __attribute__((weak));

const OffMailRoom *
off_mail_room_load(const char *program)
{
    const OffMailRoom *linked = &off_mail_room;
    if (linked)
        return linked;
    return off_module_symbol(program, "offprint-mail.so", "off_mail_room");
}
