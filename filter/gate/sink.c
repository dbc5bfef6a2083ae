/* sink.c: where messages go. */
#include "config.h"

#include "gate/sink.h"

#include "wire/bounds.h"
#include "gate/output.h"
#include "gate/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

static int
open_maildir(struct off_sink *s)
{
    int error = s->opened ? 0 : off_maildir_open(&s->maildir, s->options->maildir);
    if (error == 0 && !s->opened && s->once)
        off_seen_open(&s->seen, s->options->maildir);
    s->maildir.bulk = s->bulk;
    s->opened = true;
    return error;
}

/* An item is noted as seen when it is delivered, and not before. */
static int
deliver_part(struct off_sink *s, const void *data, size_t length, const char *mark)
{
    char id[OFF_SEEN_ID + 1];
    int error = open_maildir(s);
    bool known = s->once && off_seen_identity(data, length, id);
    bool marked = known && mark && mark[0] != ' ';
    if (error != 0 || (known && off_seen_has(&s->seen, id)) ||
        (marked && off_seen_has(&s->seen, mark)))
        return error;
    error = off_maildir_add(&s->maildir, data, length);
    if (error == 0 && known)
        error = off_maildir_flush(&s->maildir);
    if (error == 0 && marked)
        off_seen_add(&s->seen, mark);
    if (error == 0 && known)
        off_seen_add(&s->seen, id);
    s->flows |= s->maildir.number > s->maildir.waiting;
    return error;
}

/* A new file beside the old one, which takes its place when it is whole. */
static int
write_book(const char *path, const void *data, size_t length)
{
    char *copy = NULL;
    if (length == 0)
        return ENODATA;
    if (asprintf(&copy, "%s.XXXXXX", path) < 0)
        return ENOMEM;
    int fd = mkostemp(copy, O_CLOEXEC);
    mode_t mask = umask(0);
    umask(mask);
    int error = fd < 0 || fchmod(fd, 0666 & ~mask) < 0 ? errno : off_write_all(fd, data, length);
    if (fd >= 0)
        error = off_finish_file(fd, error);
    if (error == 0 && rename(copy, path) < 0)
        error = errno;
    if (error != 0 && fd >= 0)
        unlink(copy);
    free(copy);
    return error;
}

static int
write_out(struct off_sink *s, const void *data, size_t length)
{
    if (s->options->epub || (!s->flows && s->held.length + length <= OFF_INPUT_MAX))
        return off_buffer_add(&s->held, data, length) ? 0 : ENOMEM;
    int error = s->flows ? 0 : off_write_all(STDOUT_FILENO, s->held.data, s->held.length);
    s->flows = true;
    off_buffer_free(&s->held);
    return error ? error : off_write_all(STDOUT_FILENO, data, length);
}

int
off_sink_put(struct off_sink *s, const void *data, size_t length)
{
    if (length == 0)
        return 0;
    if (s->options->maildir)
        return deliver_part(s, data, length, NULL);
    return s->file ? off_replacement_add(s->file, data, length) : write_out(s, data, length);
}

int
off_sink_put_item(struct off_sink *s, const void *data, size_t length, const char *mark)
{
    return s->options->maildir && length > 0 ? deliver_part(s, data, length, mark)
                                             : off_sink_put(s, data, length);
}

int
off_sink_end(struct off_sink *s)
{
    if (s->options->maildir)
        return s->opened ? off_maildir_finish(&s->maildir) : 0;
    if (s->file)
        return off_replacement_commit(s->file);
    if (s->options->epub)
        return write_book(s->options->epub, s->held.data, s->held.length);
    return off_write_stdout(s->held.data, s->held.length);
}

void
off_sink_free(struct off_sink *s)
{
    off_buffer_free(&s->held);
    off_maildir_drop(&s->maildir);
    if (s->once)
        off_seen_close(&s->seen);
}

int
off_sink_complain(struct off_sink *s, int error)
{
    off_maildir_flush(&s->maildir);
    const char *where = s->options->maildir ? s->options->maildir : s->options->epub;
    if (!where)
        where = s->file ? s->options->in_place : "standard output";
    off_tell("%s: %s", where, s->file ? off_replacement_error(error) : strerror(error));
    return s->file && (error == EBUSY || error == EMLINK) ? EX_TEMPFAIL : EX_IOERR;
}
