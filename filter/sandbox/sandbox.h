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

/* A file that may be opened, or a directory whose files may be read; a missing one is ignored. */
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

/* Enters the sandbox, irrevocably. paths: what this process needs in addition to the system's
 * files. The report tells what is active. */
void off_sandbox_enter(enum off_sandbox_room room, const struct off_sandbox_path *paths,
                       size_t count, struct off_sandbox_report *report);

/* Does all of it hold? */
bool off_sandbox_is_whole(const struct off_sandbox_report *report);

/* --sandbox-test: makes one forbidden attempt, named by a word of wire/attempts.def. cache is the
 * path of the cache, or NULL. Returns true if the attempt succeeded. The attempt may end the
 * process. */
bool off_sandbox_breaks(const char *what, const char *cache);

#endif
