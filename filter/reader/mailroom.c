/* mailroom.c: the module that knows GMime, loaded. */
#include "config.h"

#include "mail/mailroom.h"

#include <dlfcn.h>

#define MODULE "offprint-mail.so"
#define SYMBOL "off_mail_room"

const OffMailRoom *
off_mail_room_load(const char *program)
{
    g_autofree char *dir = g_path_get_dirname(program);
    /* Where it is installed, and where libtool leaves it in a tree that is only built. */
    g_autofree char *installed = g_build_filename(dir, MODULE, NULL);
    g_autofree char *built = g_build_filename(dir, ".libs", MODULE, NULL);
    void *module = dlopen(installed, RTLD_NOW | RTLD_LOCAL);
    if (!module)
        module = dlopen(built, RTLD_NOW | RTLD_LOCAL);
    return module ? dlsym(module, SYMBOL) : NULL;
}
