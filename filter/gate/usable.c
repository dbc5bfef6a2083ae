/* usable.c: whether a file that an option names can be used. */
#include "config.h"

#include "gate/usable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4096

/* What is wrong with a path, by errno. A system in trouble (EIO, ENOMEM, ENFILE, ESTALE ...) is no
 * mistake on the command line: NULL then, so that the mail comes out whatever becomes of the file.
 */
static const char *
path_trouble(int error)
{
    static const int mistakes[] = {EACCES,       ENOENT, ENOTDIR, EISDIR, ELOOP,
                                   ENAMETOOLONG, EROFS,  EPERM,   ETXTBSY};
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        if (error == mistakes[i])
            return strerror(error);
    return NULL;
}

static const char *
read_trouble(const char *path, bool folder)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return path_trouble(errno);
    if (folder != (S_ISDIR(s.st_mode) != 0))
        return strerror(folder ? ENOTDIR : EISDIR);
    return access(path, folder ? R_OK | X_OK : R_OK) == 0 ? NULL : path_trouble(errno);
}

/* The file is made if it is missing, so its folder counts. */
static const char *
write_trouble(const char *path)
{
    struct stat s;
    char folder[PATH_SIZE];
    if (stat(path, &s) == 0)
        return S_ISDIR(s.st_mode)        ? strerror(EISDIR)
               : access(path, W_OK) != 0 ? path_trouble(errno)
                                         : NULL;
    if (errno != ENOENT)
        return path_trouble(errno);
    const char *slash = strrchr(path, '/');
    int n = slash ? snprintf(folder, sizeof folder, "%.*s", (int)(slash - path + 1), path)
                  : snprintf(folder, sizeof folder, ".");
    if (n < 0 || (size_t)n >= sizeof folder)
        return strerror(ENAMETOOLONG);
    return access(folder, W_OK | X_OK) == 0 ? NULL : path_trouble(errno);
}

/* A WARC file begins with its version, or with the mark of gzip; an empty one holds nothing, which
 * is fine. */
static const char *
archive_trouble(const char *path)
{
    unsigned char head[5];
    const char *trouble = read_trouble(path, false);
    struct stat s;
    if (trouble || stat(path, &s) != 0 || !S_ISREG(s.st_mode))
        return trouble;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);
    if (fd >= 0)
        close(fd);
    if (n < 0)
        return NULL; /* access(2) allows reading, so accept it; the fetcher reports a failure */
    bool gzip = n >= 2 && head[0] == 0x1f && head[1] == 0x8b;
    bool warc = n == sizeof head && memcmp(head, "WARC/", sizeof head) == 0;
    return n == 0 || gzip || warc ? NULL : "not a WARC archive (--record writes one)";
}

const char *
off_file_trouble(enum off_value type, const char *path)
{
    switch (type) {
    case OFF_VALUE_IN_FILE: return read_trouble(path, false);
    case OFF_VALUE_IN_FILE_OR_OFF:
        return strcmp(path, "off") == 0 ? NULL : read_trouble(path, false);
    case OFF_VALUE_IN_FOLDER: return read_trouble(path, true);
    case OFF_VALUE_IN_ARCHIVE: return archive_trouble(path);
    case OFF_VALUE_OUT_FILE: return write_trouble(path);
    default: return NULL;
    }
}

/* --- descriptors ------------------------------------------------------------------------------ */

static const char *const prefixes[] = {"/dev/fd/", "/proc/self/fd/"};

int
off_argument_descriptor(const char *argument)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        const char *at = strstr(argument, prefixes[i]);
        const char *digits = at ? at + strlen(prefixes[i]) : "";
        size_t n = strspn(digits, "0123456789");
        if (n > 0 && n < 7 && digits[n] == '\0')
            return atoi(digits);
    }
    return -1;
}

char *
off_file_other_name(const char *path)
{
    char link[64], name[PATH_SIZE];
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t n = strlen(prefixes[i]);
        if (strncmp(path, prefixes[i], n) != 0 ||
            strspn(path + n, "0123456789") != strlen(path + n))
            continue;
        snprintf(link, sizeof link, "/proc/self/fd/%.10s", path + n);
        ssize_t length = readlink(link, name, sizeof name - 1);
        if (length <= 0 || *name != '/')
            return NULL;
        return strndup(name, (size_t)length);
    }
    return NULL;
}
