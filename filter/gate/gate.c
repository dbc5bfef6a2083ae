/* gate.c: keeps the original, watches the helpers, and writes the output once.
 *
 *   input.c    reads the input            run.c     runs reader and fetcher; fetches.c: requests
 *   answer.c   decides the output         sink.c    writes it
 *   mailbox.c  an mbox, some mails at a time */
#include "config.h"

#include "gate/gate.h"

#include "wire/bounds.h"
#include "gate/answer.h"
#include "gate/checks.h"
#include "gate/crawl.h"
#include "gate/doctor.h"
#include "gate/recipes.h"
#include "gate/descriptors.h"
#include "gate/input.h"
#include "gate/mailbox.h"
#include "gate/output.h"
#include "gate/run.h"
#include "gate/say.h"
#include "gate/signals.h"
#include "gate/sink.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

/* Out of memory: write the bytes read so far, and then the rest as it is read. */
static int
pass_through(const struct off_options *o, int fd, struct off_buffer *kept)
{
    static char chunk[65536];
    if (o->in_place || o->strict || !off_wants_message(o) || o->maildir) {
        off_tell("the input is too large for the available memory");
        while (read(fd, chunk, sizeof chunk) > 0)
            continue;
        return EX_TEMPFAIL;
    }
    int error = off_write_all(STDOUT_FILENO, kept->data, kept->length);
    for (ssize_t n; error == 0 && (n = read(fd, chunk, sizeof chunk)) > 0;)
        error = off_write_all(STDOUT_FILENO, chunk, (size_t)n);
    if (error == 0)
        return EX_OK;
    off_tell("standard output: %s", strerror(error));
    return EX_IOERR;
}

/* An incomplete mail is not delivered: the caller still has the mail, and gets an error. */
static int
give_up(const struct off_reading *reading, int error)
{
    if (error == EINTR && reading->typed)
        return EX_TEMPFAIL;
    off_tell("the input: %s", error == EINTR ? "interrupted by a signal" : strerror(error));
    return error == EINTR ? EX_TEMPFAIL : EX_IOERR;
}

/* One input, one run, one answer. deadline: for the whole of it. */
static int
work_on(const struct off_options *o, struct off_reading *reading, struct off_buffer *input,
        struct off_sink *sink, long long deadline)
{
    int error = reading->fd < 0 ? 0 : off_reading_all(reading, input);
    if (error == ENOMEM)
        return pass_through(o, reading->fd, input);
    if (error != 0)
        return give_up(reading, error);
    struct off_run r = {.options = o,
                        .input = {.data = input->data, .length = input->length},
                        .while_waiting = reading->while_waiting};
    r.deadline = off_wants_message(o) ? deadline : deadline - OFF_PLAIN_RESERVE_MS;
    if (input->length > (o->restore ? OFF_RESTORE_MAX : OFF_INPUT_MAX))
        off_run_fail(&r, "too-large", "the input is larger than any newsletter", NULL);
    else
        off_run(&r, false);
    int status = off_answer(&r, sink);
    if (o->print_config && r.done && status == EX_OK)
        status = r.exit_status;
    off_run_free(&r);
    return status;
}

/* Opens what is to be read: *fd becomes its descriptor, or -1 if there is nothing to be read.
 * Returns 0 or the exit status. */
static int
open_input(const struct off_options *o, struct off_replacement *file, struct off_buffer *input,
           int *fd)
{
    const char *path = o->in_place ? o->in_place : o->file;
    *fd = -1;
    if ((strcmp(o->from, "url") == 0 || o->suggest_rules) && o->file)
        return off_buffer_add(input, o->file, strlen(o->file)) ? 0 : EX_TEMPFAIL;
    if (o->print_config && !o->file && isatty(STDIN_FILENO))
        return 0; /* what holds for all */
    *fd = o->in_place ? off_replacement_open(file, path)
          : path      ? off_descriptors_open(path)
                      : STDIN_FILENO;
    struct stat found;
    bool folder = path && *fd >= 0 && fstat(*fd, &found) == 0 && S_ISDIR(found.st_mode);
    if (*fd >= 0 && !folder)
        return 0;
    off_tell("%s: %s", path, strerror(folder ? EISDIR : errno));
    return EX_NOINPUT;
}

static int
work_on_input(const struct off_options *o, const sigset_t *while_waiting,
              struct off_replacement *file, struct off_buffer *input)
{
    long long deadline = off_now_ms() + o->deadline * 1000;
    struct off_reading reading = {.while_waiting = while_waiting};
    int status = open_input(o, file, input, &reading.fd);
    if (status != 0)
        return status;
    reading.fd = off_descriptors_keep(reading.fd);
    if (strcmp(o->from, "warc") == 0)
        return off_crawl_run(o, reading.fd, while_waiting);
    reading.typed = reading.fd == STDIN_FILENO && isatty(STDIN_FILENO);
    if (reading.typed && !o->quiet && !o->print_config)
        off_tell("waiting for a mail, a page or a feed on standard input (end it with ^D). "
                 "Try 'offprint --to text ADDRESS', or 'offprint --to text FILE'; "
                 "'offprint --help' lists the options");
    struct off_sink sink = {.options = o, .file = o->in_place ? file : NULL};
    status = off_mailbox_wanted(o) ? off_mailbox_run(o, &reading, &sink)
                                   : work_on(o, &reading, input, &sink, deadline);
    off_sink_free(&sink);
    return status;
}

int
off_gate_run(const struct off_options *o, const sigset_t *while_waiting)
{
    struct off_replacement file = {.fd = -1};
    struct off_buffer input = {0};
    if (o->recipe)
        return off_recipe_print(o->recipe);
    if (o->doctor || o->cache_info || o->cache_clear || o->sandbox_test || o->check_sites) {
        off_descriptors_keep(-1);
        if (o->doctor)
            return off_doctor(o, while_waiting);
        if (o->sandbox_test)
            return off_check_sandbox(o, while_waiting);
        return o->check_sites ? off_check_rules(o, while_waiting)
                              : off_check_cache(o, while_waiting);
    }
    int status = work_on_input(o, while_waiting, &file, &input);
    off_replacement_end(&file);
    off_buffer_free(&input);
    return status;
}
