/* openbsd.c: unveil(2) for files, pledge(2) for system calls. */
#include "config.h"

#include "sandbox/sandbox.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const of_the_fetcher[] = {
    "/etc/ssl/cert.pem", "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/resolv.conf",
    "/etc/hosts",        "/usr/lib",       "/usr/local/lib"};

void
off_sandbox_enter(enum off_sandbox_room room, const struct off_sandbox_path *paths, size_t count,
                  struct off_sandbox_report *r)
{
    bool reader = room == OFF_SANDBOX_READER;
    memset(r, 0, sizeof *r);
    r->privileges = true; /* pledge without exec */
    for (size_t i = 0; !reader && i < sizeof of_the_fetcher / sizeof *of_the_fetcher; i++)
        unveil(of_the_fetcher[i], "r");
    for (size_t i = 0; i < count; i++)
        if (paths[i].path)
            unveil(paths[i].path, paths[i].write ? "rwc" : "r");
    r->files = reader || unveil(NULL, NULL) == 0;
    r->calls = pledge(reader ? "stdio" : "stdio rpath wpath cpath flock inet dns", NULL) == 0;
    snprintf(r->words, sizeof r->words, "%s%s", r->files ? "unveil" : "none",
             r->calls ? " pledge" : "");
}
