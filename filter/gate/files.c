/* files.c: files of the user. */
#include "config.h"

#include "gate/files.h"

#include "wire/bounds.h"
#include "gate/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
off_xdg_path(char *path, size_t size, const char *variable, const char *directory, const char *name)
{
    const char *xdg = getenv(variable), *home = getenv("HOME");
    int n = -1;
    if (xdg && xdg[0] == '/')
        n = snprintf(path, size, "%s/offprint/%s", xdg, name);
    else if (home && home[0] == '/')
        n = snprintf(path, size, "%s/%s/offprint/%s", home, directory, name);
    return n > 0 && (size_t)n < size;
}

bool
off_cache_path(const struct off_options *options, char *path, size_t size)
{
    const char *said = options->cache;
    if (!said)
        return off_xdg_path(path, size, "XDG_CACHE_HOME", ".cache", "cache.db");
    int n = strcmp(said, "off") == 0 ? -1 : snprintf(path, size, "%s", said);
    return n > 0 && (size_t)n < size;
}

/* The errno that reading a file would give, or 0. */
static int
why_not(int fd)
{
    struct stat s;
    if (fstat(fd, &s) != 0)
        return errno;
    if (!S_ISREG(s.st_mode))
        return EINVAL;
    return s.st_size > OFF_SITE_FILE_MAX ? EFBIG : 0;
}

int
off_file_read(const char *path, struct off_buffer *text)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return errno;
    int error = why_not(fd);
    if (error == 0)
        error = off_read_all(fd, text);
    close(fd);
    return error == 0 && text->length > OFF_SITE_FILE_MAX ? EFBIG : error;
}

int
off_file_send(struct off_buffer *out, enum off_frame type, const char *path)
{
    struct off_buffer text = {0}, fields = {0};
    int error = off_file_read(path, &text);
    if (error == 0 && !(off_field_add_string(&fields, OFF_FIELD_SITE_NAME, path) &&
                        off_field_add(&fields, OFF_FIELD_SITE_TEXT, text.data, text.length) &&
                        off_frame_add(out, type, fields.data, fields.length)))
        error = EFBIG;
    off_buffer_free(&text);
    off_buffer_free(&fields);
    return error;
}
