/* conf.c: offprint.conf, and what it says. */
#include "config.h"

#include "fuzz.h"

#include "reader/settings.h"

static void
count(const char *file, guint line, const char *what, void *data)
{
    (void)file;
    (void)line;
    if (!*what)
        g_error("a complaint about nothing");
    (*(guint *)data)++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const OffMatch match = {.sender = "a@news.example.org",
                                   .list_id = "l.example.org",
                                   .feed = "https://f.example/",
                                   .host = "example.org"};
    g_autoptr(OffConf) conf = off_conf_new();
    guint told = 0;
    if (off_conf_read(conf, (const char *)data, size, "offprint.conf", count, &told) != told)
        g_error("not all that was wrong was told");
    g_free(off_conf_print(conf, &match));
    return 0;
}
