/* seal.c: the secret that authenticates finished articles in the cache. */
#include "config.h"

#include "gate/seal.h"

#include "gate/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4096
#define RANDOM_BYTES "/dev/urandom"

/* A feed may come in, and its pages may be kept. */
static bool
is_wanted(const struct off_options *o)
{
    static const char *const kinds[] = {"auto", "feed", "newsboat", "url", "urls", "opml"};
    if (o->no_fetch || o->restore || o->replay || o->record)
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(o->from, kinds[i]) == 0)
            return true;
    return false;
}

static bool
read_exactly(int fd, unsigned char *bytes, size_t length)
{
    return read(fd, bytes, length) == (ssize_t)length;
}

/* Reads a regular file of the user's own that nobody else may read. */
static bool
read_file(const char *path, unsigned char seal[OFF_SEAL_SIZE])
{
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (fd < 0)
        return false;
    bool trusted = fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && s.st_uid == geteuid() &&
                   (s.st_mode & 077) == 0 && s.st_size == (off_t)OFF_SEAL_SIZE;
    bool whole = trusted && read_exactly(fd, seal, OFF_SEAL_SIZE);
    close(fd);
    return whole;
}

/* Creates the missing folders of the file. Errors show when the file is created. */
static void
make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
}

static bool
write_random(const char *path)
{
    unsigned char seal[OFF_SEAL_SIZE];
    int random = open(RANDOM_BYTES, O_RDONLY | O_CLOEXEC);
    bool made = random >= 0 && read_exactly(random, seal, sizeof seal);
    if (random >= 0)
        close(random);
    int fd = made ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return false;
    made = fchmod(fd, 0600) == 0 && write(fd, seal, sizeof seal) == (ssize_t)sizeof seal;
    return close(fd) == 0 && made;
}

/* It has its name only once it is whole. Of two that make it at once, the first one's stays. */
static void
make_file(char *path)
{
    char fresh[PATH_SIZE + 32];
    snprintf(fresh, sizeof fresh, "%s.%ld", path, (long)getpid());
    make_folders(path);
    unlink(fresh); /* a process of that number died of it once */
    if (write_random(fresh))
        (void)!link(fresh, path);
    unlink(fresh);
}

bool
off_seal_read(const struct off_options *options, unsigned char seal[OFF_SEAL_SIZE])
{
    char cache[PATH_SIZE], path[PATH_SIZE];
    if (!is_wanted(options) || !off_cache_path(options, cache, sizeof cache))
        return false;
    int n = snprintf(path, sizeof path, "%s.seal", cache);
    if (n <= 0 || (size_t)n >= sizeof path)
        return false;
    if (access(path, F_OK) != 0 && errno == ENOENT)
        make_file(path);
    return read_file(path, seal);
}
