/* sites.c: which files of site rules apply to a host, read with bounds. libc only. */
#include "config.h"

#include "gate/sites.h"

#include "wire/bounds.h"
#include "gate/files.h"
#include "gate/say.h"
#include "gate/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRS 2
#define PATH_SIZE 4096

/* The directories, the user's own first (XDG Base Directory Specification). Returns how many. */
static int
find_dirs(const struct off_options *o, char dirs[DIRS][PATH_SIZE])
{
    struct stat s;
    int count = 0;
    if (o->sites) {
        int n = snprintf(dirs[0], PATH_SIZE, "%s", o->sites);
        return n > 0 && n < PATH_SIZE;
    }
    if (off_xdg_path(dirs[0], PATH_SIZE, "XDG_CONFIG_HOME", ".config", "sites") &&
        stat(dirs[0], &s) == 0 && S_ISDIR(s.st_mode))
        count++;
    snprintf(dirs[count], PATH_SIZE, "%s/offprint/sites", OFF_SYSCONFDIR);
    return count + (stat(dirs[count], &s) == 0 && S_ISDIR(s.st_mode));
}

bool
off_sites_exist(const struct off_options *o)
{
    char dirs[DIRS][PATH_SIZE];
    return find_dirs(o, dirs) > 0;
}

static int
send_file(struct off_buffer *out, const char *dir, const char *name)
{
    char path[PATH_SIZE];
    int n = snprintf(path, sizeof path, "%s/%s", dir, name);
    return n > 0 && n < PATH_SIZE ? off_file_send(out, OFF_FRAME_SITE, path) : ENAMETOOLONG;
}

/* A name that can be a host's and no path. */
static bool
is_host(const char *host)
{
    size_t n = strlen(host);
    return n > 0 && n <= OFF_HOST_MAX && host[0] != '.' && !strstr(host, "..") &&
           strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == n;
}

static void
send_named(const char (*dirs)[PATH_SIZE], int count, const char *stem, unsigned *files,
           struct off_buffer *out)
{
    char name[OFF_HOST_MAX + 8];
    snprintf(name, sizeof name, "%s.txt", stem);
    for (int i = 0; i < count && *files < OFF_SITE_FILES_MAX; i++)
        *files += send_file(out, dirs[i], name) == 0;
}

static bool
send_for_host(const struct off_options *o, const char *host, struct off_buffer *out)
{
    char dirs[DIRS][PATH_SIZE], wild[OFF_HOST_MAX + 2];
    int count = find_dirs(o, dirs);
    unsigned files = 0;
    const char(*all)[PATH_SIZE] = (const char(*)[PATH_SIZE])dirs;
    if (is_host(host)) {
        send_named(all, count, host, &files, out);
        for (const char *rest = host; rest; rest = strchr(rest + 1, '.')) {
            snprintf(wild, sizeof wild, "%s%s", *rest == '.' ? "" : ".", rest);
            send_named(all, count, wild, &files, out);
        }
        send_named(all, count, "global", &files, out);
    }
    return off_frame_add(out, OFF_FRAME_SITE, NULL, 0);
}

bool
off_sites_answer(const struct off_options *o, const struct off_frame_view *question,
                 struct off_buffer *out)
{
    char *host = off_field_string(question->body, question->length, OFF_FIELD_SITE_HOST);
    bool sent = send_for_host(o, host ? host : "", out);
    free(host);
    return sent;
}

static int
compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_rules(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    char stem[OFF_HOST_MAX + 1];
    size_t n = dot ? (size_t)(dot - entry->d_name) : 0;
    if (!dot || n == 0 || n >= sizeof stem || strcmp(dot, ".txt") != 0)
        return false;
    snprintf(stem, sizeof stem, "%.*s", (int)n, entry->d_name);
    const char *host =
        *stem == '.' ? stem + 1 : stem; /* ".example.org.txt" is for all of its hosts */
    return strcmp(host, "global") == 0 || (is_host(host) && strchr(host, '.'));
}

int
off_sites_send_all(const char *dir, struct off_buffer *out)
{
    struct dirent **names;
    int count = scandir(dir, &names, is_rules, compare_names), error = 0;
    if (count < 0)
        return errno;
    for (int i = 0; i < count; i++) {
        int failed = send_file(out, dir, names[i]->d_name);
        if (failed) {
            off_tell("%s/%s: %s", dir, names[i]->d_name, strerror(failed));
            error = failed;
        }
        free(names[i]);
    }
    free(names);
    if (!off_frame_add(out, OFF_FRAME_SITE, NULL, 0))
        error = ENOMEM;
    return error;
}
