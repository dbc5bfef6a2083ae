/* replay.c: answers from a WARC file, without a network. The file is read once, and the position of
 * each answer is remembered. */
#include "config.h"

#include "fetch/replay.h"

#include "fetch/address.h"

#include "wire/bounds.h"
#include "warc/warc.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct OffReplay {
    char *path;
    int fd;    /* -1: it could not be opened, */
    int error; /* for this errno */
    GHashTable
        *places; /* address as off_address_clean gives it -> OffWarcPlace; NULL: not read yet */
};

OffReplay *
off_replay_open(const char *path)
{
    OffReplay *replay = g_new0(OffReplay, 1);
    replay->path = g_strdup(path);
    replay->fd = open(path, O_RDONLY | O_CLOEXEC);
    replay->error = replay->fd < 0 ? errno : 0;
    return replay;
}

void
off_replay_free(OffReplay *replay)
{
    if (!replay)
        return;
    if (replay->fd >= 0)
        close(replay->fd);
    g_free(replay->path);
    if (replay->places)
        g_hash_table_unref(replay->places);
    g_free(replay);
}

static gsize
read_file(guchar *buffer, gsize size, void *data)
{
    const OffReplay *replay = data;
    ssize_t n;
    do
        n = read(replay->fd, buffer, size);
    while (n < 0 && errno == EINTR);
    return n > 0 ? (gsize)n : 0;
}

static gboolean
is_answer(const OffWarcRecord *record)
{
    return record->type && record->target_uri &&
           (strcmp(record->type, "response") == 0 || strcmp(record->type, "resource") == 0);
}

/* The first answer to an address is the one that counts. */
static void
read_places(OffReplay *replay)
{
    replay->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (lseek(replay->fd, 0, SEEK_SET) != 0)
        return;
    g_autoptr(OffWarc) warc = off_warc_new(read_file, replay);
    const OffWarcRecord *record;
    char *trouble;
    while ((record = off_warc_next(warc, &trouble))) {
        g_free(trouble);
        if (!is_answer(record))
            continue;
        char *url = off_address_clean(record->target_uri);
        if (!url)
            continue;
        if (g_hash_table_contains(replay->places, url)) {
            g_free(url);
            continue;
        }
        OffWarcPlace *place = g_new(OffWarcPlace, 1);
        *place = record->place;
        g_hash_table_insert(replay->places, url, place);
    }
    g_free(trouble);
}

/* The WARC from a place on, or NULL. */
static OffWarc *
open_at(OffReplay *replay, const OffWarcPlace *place)
{
    if (lseek(replay->fd, (off_t)place->offset, SEEK_SET) < 0)
        return NULL;
    OffWarc *warc = off_warc_new(read_file, replay);
    if (off_warc_pass(warc, place->inside))
        return warc;
    off_warc_free(warc);
    return NULL;
}

static void
answer_from(OffWarc *warc, const OffWarcRecord *record, const char *url, OffResponse *r)
{
    g_autofree char *trouble = NULL;
    OffWarcHttp http;
    if (record->length > OFF_STORED_MAX) {
        off_response_fail(r, "too-large", "%s is larger than %u MiB", url, OFF_PAGE_MAX / OFF_MIB);
        return;
    }
    g_autoptr(GByteArray) block = off_warc_block(warc, OFF_STORED_MAX, &trouble);
    if (!block) {
        off_response_fail(r, "transfer", "%s: %s", url, trouble);
    } else if (strcmp(record->type, "resource") == 0) {
        r->status = 200;
        r->content_type = g_strdup(record->content_type);
        r->body = g_steal_pointer(&block);
    } else if (!off_warc_read_http(block, &http, &trouble)) {
        off_response_fail(r, "transfer", "%s: %s", url, trouble);
    } else {
        r->status = http.status;
        r->content_type = g_steal_pointer(&http.content_type);
        r->location = g_steal_pointer(&http.location);
        r->body = g_steal_pointer(&http.body);
    }
}

void
off_replay_answer(OffReplay *replay, const char *url, OffResponse *response)
{
    if (replay->error) {
        off_response_fail(response, "replay", "%s: %s", replay->path, g_strerror(replay->error));
        return;
    }
    if (!replay->places)
        read_places(replay);
    const OffWarcPlace *place = g_hash_table_lookup(replay->places, url);
    g_autoptr(OffWarc) warc = place ? open_at(replay, place) : NULL;
    g_autofree char *trouble = NULL;
    const OffWarcRecord *record = warc ? off_warc_next(warc, &trouble) : NULL;
    if (record && is_answer(record))
        answer_from(warc, record, url, response);
    else
        off_response_fail(response, "replay", "%s is not in %s", url, replay->path);
}
