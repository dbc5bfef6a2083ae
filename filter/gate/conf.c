/* conf.c: where the configuration lies. */
#include "config.h"

#include "gate/conf.h"

#include "gate/files.h"
#include "gate/say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES 2
#define PATH_SIZE 4096

/* The files that may be there, the weakest first. Returns how many. */
static int
find_files(const struct off_options *o, char files[FILES][PATH_SIZE])
{
    if (o->config) {
        int n = strcmp(o->config, "off") == 0 ? 0 : snprintf(files[0], PATH_SIZE, "%s", o->config);
        return n > 0 && n < PATH_SIZE;
    }
    snprintf(files[0], PATH_SIZE, "%s/offprint/offprint.conf", OFF_SYSCONFDIR);
    return 1 + off_xdg_path(files[1], PATH_SIZE, "XDG_CONFIG_HOME", ".config", "offprint.conf");
}

bool
off_conf_send(const struct off_options *o, struct off_buffer *out)
{
    char files[FILES][PATH_SIZE];
    int count = find_files(o, files);
    for (int i = 0; i < count; i++) {
        int error = off_file_send(out, OFF_FRAME_CONF, files[i]);
        if (error == ENOMEM)
            return false;
        if (error != 0 && (o->config || (error != ENOENT && error != ENOTDIR && error != EACCES)) &&
            !o->quiet)
            off_tell("%s: %s", files[i], strerror(error));
    }
    return true;
}

static const char *
skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* Is this line KEY = VALUE? */
static bool
sets_key(const char *line, const char *key, const char *value)
{
    line = skip_blanks(line);
    if (strncmp(line, key, strlen(key)) != 0)
        return false;
    line = skip_blanks(line + strlen(key));
    if (*line != '=')
        return false;
    line = skip_blanks(line + 1);
    return strncmp(line, value, strlen(value)) == 0 &&
           strchr("\r\n", *skip_blanks(line + strlen(value)));
}

/* The last line of the file that is KEY = VALUE; 0 if there is none. */
static unsigned
line_of(const char *file, const char *key, const char *value)
{
    struct off_buffer text = {0};
    unsigned line = 0, found = 0;
    if (off_file_read(file, &text) == 0 && off_buffer_add(&text, "", 1))
        for (const char *at = (const char *)text.data; at; at = strchr(at, '\n')) {
            at += line > 0; /* after the line feed */
            line++;
            if (sets_key(at, key, value))
                found = line;
        }
    off_buffer_free(&text);
    return found;
}

bool
off_conf_sets(const struct off_options *o, const char *key, const char *value)
{
    char files[FILES][PATH_SIZE];
    int count = find_files(o, files);
    for (int i = 0; i < count; i++)
        if (line_of(files[i], key, value) > 0)
            return true;
    return false;
}

bool
off_conf_find_cookies(const struct off_options *o, const char *path, struct off_conf_path *found)
{
    char files[FILES][PATH_SIZE], whole[PATH_SIZE];
    const char *home = path[0] == '~' ? getenv("HOME") : "";
    int count = find_files(o, files), n;
    unsigned line = 0;
    for (int i = count - 1; i >= 0 && line == 0; i--) {
        line = line_of(files[i], "cookies", path);
        snprintf(found->where, sizeof found->where, "%s:%u", files[i], line);
    }
    if (line == 0 || !home)
        return false;
    n = snprintf(whole, sizeof whole, "%s%s", home, path + (path[0] == '~'));
    found->path = n > 0 && (size_t)n < sizeof whole ? strdup(whole) : NULL;
    return found->path != NULL;
}
