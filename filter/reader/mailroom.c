/* mailroom.c: the module that knows GMime, loaded. */
#include "config.h"

#include "mail/mailroom.h"

#include "reader/module.h"

const OffMailRoom *
off_mail_room_load(const char *program)
{
    return off_module_symbol(program, "offprint-mail.so", "off_mail_room");
}
