/* peer.c: starting a helper with as little as it needs, and moving its bytes. */
#include "config.h"

#include "gate/peer.h"

#include "wire/bounds.h"
#include "gate/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#define PUMP_CHUNK 262144u

#ifdef RLIMIT_AS
#define LIMIT_MEMORY RLIMIT_AS
#else /* OpenBSD, where it counts what malloc(3) maps, too */
#define LIMIT_MEMORY RLIMIT_DATA
#endif

static const char *
libexec_dir(void)
{
#ifdef HAVE_SECURE_GETENV
    const char *dir = secure_getenv("OFFPRINT_LIBEXECDIR");
#else
    const char *dir = getenv("OFFPRINT_LIBEXECDIR");
#endif
    return dir ? dir : OFF_PKGLIBEXECDIR;
}

static void
set_limit(int what, rlim_t value)
{
    struct rlimit limit;
    if (getrlimit(what, &limit) != 0)
        return;
    if (limit.rlim_max != RLIM_INFINITY && value > limit.rlim_max)
        value = limit.rlim_max;
    limit.rlim_cur = limit.rlim_max = value;
    setrlimit(what, &limit);
}

static void
set_limits(const struct off_peer_limits *limits)
{
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_CPU, (rlim_t)limits->cpu_seconds);
    set_limit(RLIMIT_NOFILE, (rlim_t)limits->files);
#ifndef OFF_SANITIZERS /* they need address space, and write reports */
    set_limit(LIMIT_MEMORY, limits->address_space);
    if (limits->file_size >= 0)
        set_limit(RLIMIT_FSIZE, (rlim_t)limits->file_size);
#endif
}

/* The child calls only async-signal-safe functions and then exec, so it needs no copy of our
 * memory, which holds the mail. macOS does not allow even that. */
#if defined HAVE_VFORK && !defined __APPLE__
#define off_fork vfork
#else
#define off_fork fork
#endif

/* If memory is out, the kernel should kill a helper, not the gate with the mail. */
static void
go_first(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ssize_t n = write(fd, "1000", 4);
    (void)n; /* if not, it is as likely as any */
    close(fd);
}

/* In the child: never returns. */
static void
become_peer(const char *path, int socket_fd, pid_t parent, const struct off_peer_limits *limits)
{
#if defined HAVE_SYS_PRCTL_H && defined PR_SET_PDEATHSIG
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent)
        _exit(127);
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(socket_fd, STDIN_FILENO) < 0 || dup2(socket_fd, STDOUT_FILENO) < 0)
        _exit(127);
    if (!getenv("OFFPRINT_KEEP_STDERR"))
        dup2(null, STDERR_FILENO);
    off_signals_reset();
    signal(SIGINT, SIG_IGN); /* ^C reaches the whole group; the gate decides */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    go_first();
    set_limits(limits);
    char *const argv[] = {(char *)(uintptr_t)path, NULL};
    execv(path, argv);
    _exit(127);
}

int
off_peer_start(struct off_peer *p, const struct off_peer_limits *limits)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s", libexec_dir(), p->name);
    if (n < 0 || (size_t)n >= sizeof path)
        return ENAMETOOLONG;
    if (access(path, X_OK) != 0)
        return errno;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return errno;
    fcntl(pair[0], F_SETFD, FD_CLOEXEC);
    fcntl(pair[1], F_SETFD, FD_CLOEXEC);
    pid_t parent = getpid(), pid = off_fork();
    if (pid == 0)
        become_peer(path, pair[1], parent, limits);
    int error = errno;
    close(pair[1]);
    if (pid < 0) {
        close(pair[0]);
        return error;
    }
    fcntl(pair[0], F_SETFL, fcntl(pair[0], F_GETFL) | O_NONBLOCK);
    p->pid = pid;
    p->fd = pair[0];
    return 0;
}

bool
off_peer_has_more(const struct off_peer *p)
{
    return p->out.length > p->out.start || p->bulk_length > 0;
}

static bool
pump_out(struct off_peer *p)
{
    while (off_peer_has_more(p)) {
        bool own = p->out.length > p->out.start;
        ssize_t n = own ? send(p->fd, p->out.data + p->out.start, p->out.length - p->out.start,
                               MSG_NOSIGNAL)
                        : send(p->fd, p->bulk, p->bulk_length, MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
        if (own) {
            off_buffer_consume(&p->out, (size_t)n);
            p->sent += (unsigned long long)n;
        } else {
            p->bulk += n;
            p->bulk_length -= (size_t)n;
        }
    }
    return true;
}

static bool
pump_in(struct off_peer *p)
{
    static unsigned char chunk[PUMP_CHUNK];
    ssize_t n = recv(p->fd, chunk, sizeof chunk, 0);
    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return n > 0 && off_buffer_add(&p->in, chunk, (size_t)n);
}

bool
off_peer_pump(struct off_peer *p, short events)
{
    /* Read what it has sent, even if it no longer reads from us. */
    bool listens = !(events & POLLOUT) || pump_out(p);
    bool speaks = !(events & (POLLIN | POLLHUP | POLLERR)) || pump_in(p);
    return speaks && (listens || (events & POLLIN));
}

short
off_peer_events(const struct off_peer *p, bool listens)
{
    return (short)((listens ? POLLIN : 0) | (off_peer_has_more(p) ? POLLOUT : 0));
}

unsigned long long
off_peer_queued(const struct off_peer *p)
{
    return p->sent + (p->out.length - p->out.start);
}

bool
off_peer_has_frame(const struct off_peer *p)
{
    struct off_frame_view view;
    return off_frame_peek(&p->in, &view) != 0;
}

int
off_peer_take(struct off_peer *p, bool (*hears)(void *data),
              bool (*take)(void *data, const struct off_frame_view *view), void *data)
{
    struct off_frame_view view;
    while (hears(data)) {
        int whole = off_frame_peek(&p->in, &view);
        if (whole != 1)
            return whole == 0 ? 1 : -1;
        bool more = take(data, &view);
        off_buffer_consume(&p->in, OFF_HEAD_SIZE + view.length);
        if (!more)
            return 0;
    }
    return 1;
}

int
off_peer_stop(struct off_peer *p)
{
    int status = -1;
    if (p->fd >= 0)
        close(p->fd);
    if (p->pid > 0) {
        kill(p->pid, SIGKILL);
        while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    off_buffer_free(&p->in);
    off_buffer_free(&p->out);
    p->pid = 0;
    p->fd = -1;
    return status;
}

#ifndef HAVE_PPOLL /* macOS; POSIX has it since 2024 */
static int
ppoll(struct pollfd *ready, nfds_t count, const struct timespec *wait, const sigset_t *mask)
{
    fd_set in, out;
    int largest = -1;
    FD_ZERO(&in);
    FD_ZERO(&out);
    for (nfds_t i = 0; i < count; i++) {
        ready[i].revents = 0;
        if (ready[i].fd < 0 || ready[i].fd >= FD_SETSIZE)
            continue;
        if (ready[i].events & POLLIN)
            FD_SET(ready[i].fd, &in);
        if (ready[i].events & POLLOUT)
            FD_SET(ready[i].fd, &out);
        largest = ready[i].fd > largest ? ready[i].fd : largest;
    }
    int n = pselect(largest + 1, &in, &out, NULL, wait, mask);
    for (nfds_t i = 0; n > 0 && i < count; i++)
        if (ready[i].fd >= 0 && ready[i].fd < FD_SETSIZE)
            ready[i].revents = (short)((FD_ISSET(ready[i].fd, &in) ? POLLIN : 0) |
                                       (FD_ISSET(ready[i].fd, &out) ? POLLOUT : 0));
    return n;
}
#endif

int
off_peer_wait(struct pollfd *ready, unsigned count, long long ms, const sigset_t *while_waiting)
{
    const struct timespec wait = {.tv_sec = (time_t)(ms / 1000),
                                  .tv_nsec = (long)(ms % 1000) * 1000000};
    return ppoll(ready, count, &wait, while_waiting);
}
