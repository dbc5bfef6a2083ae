/* module.c: loads parts of the reader only when they are needed. */
#include "config.h"

#include "reader/module.h"

#include <dlfcn.h>
#include <glib.h>

void *
off_module_symbol(const char *program, const char *module, const char *symbol)
{
    g_autofree char *dir = g_path_get_dirname(program);
    /* The installed place, and the place where libtool leaves the module in a build tree. */
    g_autofree char *installed = g_build_filename(dir, module, NULL);
    g_autofree char *built = g_build_filename(dir, ".libs", module, NULL);
    void *loaded = dlopen(installed, RTLD_NOW | RTLD_LOCAL);
    if (!loaded)
        loaded = dlopen(built, RTLD_NOW | RTLD_LOCAL);
    return loaded ? dlsym(loaded, symbol) : NULL;
}
