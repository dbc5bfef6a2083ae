/* checks.c: options that check or query the helpers and read no input. */
#include "config.h"

#include "gate/checks.h"

#include "wire/bounds.h"
#include "gate/output.h"
#include "gate/run.h"
#include "gate/say.h"
#include "gate/usable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>

int
off_check_cache(const struct off_options *o, const sigset_t *while_waiting)
{
    struct off_run r = {.options = o,
                        .deadline = off_now_ms() + o->deadline * 1000,
                        .while_waiting = while_waiting};
    int ended;
    char *said = off_run_ask_fetcher(&r, &ended);
    int status = !said                                         ? EX_TEMPFAIL
                 : printf("%s\n", said) > 0 && !fflush(stdout) ? EX_OK
                                                               : EX_IOERR;
    free(said);
    return status;
}

/* What came of an attempt to break out; true if it was possible. */
static bool
print_attempt(const char *what, const char *said, int wait_status)
{
    bool killed =
        !said && wait_status != -1 && WIFSIGNALED(wait_status) && WTERMSIG(wait_status) != SIGKILL;
    bool refused = said && strcmp(said, "refused") == 0;
    const char *word = wait_status == -1 ? "cannot be tried" : "POSSIBLE";
    if (killed || refused)
        word = killed ? "killed" : "refused";
    printf("    %-8s %s\n", what, word);
    return !killed && !refused;
}

static const struct {
    const char *word;
    bool reader, fetcher;
} attempts[] = {
#define OFF_ATTEMPT(word, reader, fetcher) {word, reader, fetcher},
#include "wire/attempts.def"
#undef OFF_ATTEMPT
};
#define ATTEMPTS (sizeof attempts / sizeof *attempts)

static struct off_run
begin_check(const struct off_options *o, const char *attempt, const sigset_t *while_waiting)
{
    return (struct off_run){.options = o,
                            .sandbox_test = attempt,
                            .deadline = off_now_ms() + o->deadline * 1000,
                            .while_waiting = while_waiting};
}

static bool
test_reader(const struct off_options *o, const sigset_t *while_waiting)
{
    bool broken = false, first = true;
    for (size_t i = 0; i < ATTEMPTS; i++) {
        if (!attempts[i].reader)
            continue;
        struct off_run r = begin_check(o, attempts[i].word, while_waiting);
        off_run(&r, false);
        if (first)
            printf("reader: %s\n", r.message ? r.message : r.why);
        first = false;
        broken |= print_attempt(attempts[i].word, r.done ? r.status : NULL, r.wait_status);
        off_run_free(&r);
    }
    return broken;
}

static bool
test_fetcher(const struct off_options *o, const sigset_t *while_waiting)
{
    bool broken = false;
    printf("fetcher\n");
    for (size_t i = 0; i < ATTEMPTS; i++) {
        if (!attempts[i].fetcher)
            continue;
        int ended;
        struct off_run r = begin_check(o, attempts[i].word, while_waiting);
        char *said = off_run_ask_fetcher(&r, &ended);
        broken |= print_attempt(attempts[i].word, said, ended);
        free(said);
    }
    return broken;
}

int
off_check_sandbox(const struct off_options *o, const sigset_t *while_waiting)
{
    bool broken = test_reader(o, while_waiting);
    broken |= test_fetcher(o, while_waiting);
    if (fflush(stdout) != 0)
        return EX_IOERR;
    return broken ? EX_UNAVAILABLE : EX_OK;
}

int
off_check_rules(const struct off_options *o, const sigset_t *while_waiting)
{
    struct off_run r = {
        .options = o, .deadline = off_now_ms() + OFF_CHECK_MS, .while_waiting = while_waiting};
    size_t length;
    const char *trouble = off_file_trouble(OFF_VALUE_IN_FOLDER, o->check_sites);
    if (trouble) {
        off_tell("--check-sites %s: %s", o->check_sites, trouble);
        return EX_NOINPUT;
    }
    off_run(&r, false);
    int status = r.done ? r.exit_status : EX_SOFTWARE;
    const unsigned char *result = off_run_result(&r, &length);
    if (!r.done)
        off_tell("--check-sites %s: %s", o->check_sites, r.why);
    else if (off_write_stdout(result, length) != 0)
        status = EX_IOERR;
    off_run_free(&r);
    return status;
}
