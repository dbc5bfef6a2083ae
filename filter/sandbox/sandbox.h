/* sandbox.h: a process shuts itself in before it touches what strangers sent.
 *
 * reader   no files but what character sets are converted by, no network
 * fetcher  the files that name resolution and TLS need, those of its cache, TCP and UDP
 * both     no other program or process, no signal to any, no limits of any
 *
 * What the system does not offer, or denies, is left out, and reported. linux.c: Landlock
 * (Documentation/userspace-api/landlock.rst), seccomp (seccomp(2)); openbsd.c: unveil(2),
 * pledge(2); freebsd.c: capsicum(4), for the reader; none.c: nothing. */
#ifndef OFF_SANDBOX_H
#define OFF_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

enum off_sandbox_room { OFF_SANDBOX_READER, OFF_SANDBOX_FETCHER };

/* A file that may be opened, or a directory with all below it, which is never written to; one that
 * is not there is left out. */
struct off_sandbox_path {
    const char *path;
    bool write;
};

struct off_sandbox_report {
    bool privileges; /* none can be gained by exec any more, no core is dumped */
    bool files;      /* only those that are named can be opened */
    bool calls;      /* only those system calls can be made that the room needs */
    char words[96];  /* "no-new-privs Landlock-7 seccomp" */
};

/* Shuts the process in, for good. paths: what the room needs beside the system's own files. The
 * report says what holds. */
void off_sandbox_enter(enum off_sandbox_room room, const struct off_sandbox_path *paths,
                       size_t count, struct off_sandbox_report *report);

/* Does all of it hold? */
bool off_sandbox_is_whole(const struct off_sandbox_report *report);

/* --sandbox-test: tries from inside what must not be possible, by a word of wire/attempts.def.
 * cache is the path of the cache, or NULL. Returns true if it was possible. It may also be the end
 * of the process. */
bool off_sandbox_breaks(const char *what, const char *cache);

#endif
