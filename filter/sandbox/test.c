/* test.c: the forbidden attempts of --sandbox-test. */
#include "config.h"

#include "sandbox/sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#endif

static bool
was_opened(int fd)
{
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool
opens_file(const char *cache)
{
    (void)cache;
    return was_opened(open("/etc/passwd", O_RDONLY | O_CLOEXEC));
}

static bool
opens_beside(const char *cache)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s.sandbox-test", cache ? cache : "");
    if (!cache || n < 0 || (size_t)n >= sizeof path)
        return false;
    bool opened = was_opened(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (opened)
        unlink(path);
    return opened;
}

static bool
opens_socket(const char *cache)
{
    (void)cache;
    return was_opened(socket(AF_INET, SOCK_STREAM, 0));
}

/* A pair of datagram sockets could be connected to another name. */
static bool
opens_unix_socket(const char *cache)
{
    int pair[2];
    (void)cache;
    if (was_opened(socket(AF_UNIX, SOCK_STREAM, 0)))
        return true;
    return socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0;
}

static bool
opens_other_family(const char *cache)
{
    static const int families[] = {16, 17, 38,
                                   40}; /* netlink, packet, alg, vsock (linux/socket.h) */
    bool opened = false;
    (void)cache;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        opened |= was_opened(socket(families[i], SOCK_STREAM, 0)) ||
                  was_opened(socket(families[i], SOCK_RAW, 0));
    return opened;
}

static bool
try_to_execute(const char *cache)
{
    char name[] = "true";
    char *const argv[] = {name, NULL};
    (void)cache;
    execv("/bin/true", argv);
    return false; /* if it is possible, nobody comes back to say so */
}

/* Signal 0 asks for the right, and does nothing. The fetcher's kill(2) may do that, for its cache.
 */
static bool
try_to_signal(const char *cache)
{
    (void)cache;
#ifdef __linux__
    return syscall(SYS_tgkill, getppid(), getppid(), 0) == 0 ||
           syscall(SYS_tkill, getppid(), 0) == 0 || kill(getppid(), 0) == 0;
#else
    return kill(getppid(), 0) == 0;
#endif
}

static bool
try_to_own(const char *cache)
{
    (void)cache;
    return fcntl(STDIN_FILENO, F_SETOWN, getppid()) == 0;
}

static bool
try_to_limit(const char *cache)
{
    (void)cache;
#ifdef __linux__
    struct rlimit now;
    return syscall(SYS_prlimit64, getppid(), RLIMIT_NOFILE, NULL, &now) == 0;
#else
    return false; /* no call has another process in it */
#endif
}

static bool
try_to_fork(const char *cache)
{
    (void)cache;
#if defined __linux__
    pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#else
    pid_t pid = fork();
#endif
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool
try_to_trace(const char *cache)
{
    (void)cache;
#ifdef __linux__
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0;
#else
    return false;
#endif
}

bool
off_sandbox_breaks(const char *what, const char *cache)
{
    static const struct {
        const char *word;
        bool (*is_possible)(const char *cache);
    } attempts[] = {
        {"file", opens_file},        {"beside", opens_beside}, {"socket", opens_socket},
        {"unix", opens_unix_socket}, {"exec", try_to_execute}, {"family", opens_other_family},
        {"signal", try_to_signal},   {"owner", try_to_own},    {"limits", try_to_limit},
        {"fork", try_to_fork},       {"trace", try_to_trace}};
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        if (strcmp(what, attempts[i].word) == 0)
            return attempts[i].is_possible(cache);
    return true; /* an attempt that nobody makes proves nothing */
}

bool
off_sandbox_is_whole(const struct off_sandbox_report *r)
{
    return r->privileges && r->files && r->calls;
}
