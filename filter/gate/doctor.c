/* doctor.c: --doctor. */
#include "config.h"

#include "gate/doctor.h"

#include "gate/conf.h"
#include "gate/files.h"
#include "gate/run.h"
#include "gate/usable.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define PATH_SIZE 4096

/* A letter that holds its article: nothing is fetched for it. */
static const char sample[] =
    "From: The Letter <letter@news.example>\n"
    "To: reader@home.example\n"
    "Subject: The mill turns again\n"
    "Date: Tue, 24 Nov 2026 08:00:00 +0000\n"
    "Message-ID: <sample@news.example>\n"
    "List-Id: <letter.news.example>\n"
    "List-Unsubscribe: <https://news.example/leave>\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/html; charset=utf-8\n"
    "\n"
    "<html><body><h1>The mill turns again</h1>\n"
    "<p>After eleven years of silence the wheel of the old mill began to turn on Monday, and a "
    "small crowd that had\n"
    "waited since dawn went quiet when the first sacks of flour came down the chute.</p>\n"
    "<p>The miller, who had learned the trade from his grandmother, said that the hardest part had "
    "not been the wheel\n"
    "but the permit, for which he had written forty letters and received three answers.</p>\n"
    "<p>Bread of the new flour is sold on Saturdays from eight o'clock, as long as there is "
    "any.</p>\n"
    "</body></html>\n";

static void __attribute__((format(printf, 3, 4)))
print_finding(bool good, const char *what, const char *format, ...)
{
    va_list words;
    printf("%-4s %-14s ", good ? "ok" : "BAD", what);
    va_start(words, format);
    vprintf(format, words);
    va_end(words);
    putchar('\n');
}

static struct off_run
begin_reader(const struct off_options *o, const sigset_t *while_waiting)
{
    return (struct off_run){.options = o,
                            .deadline = off_now_ms() + o->deadline * 1000,
                            .while_waiting = while_waiting};
}

/* The reader says what its sandbox lacks. */
static bool
check_sandbox(const struct off_options *o, const sigset_t *while_waiting)
{
    struct off_run r = begin_reader(o, while_waiting);
    r.sandbox_test = "file";
    off_run(&r, false);
    bool shut = r.wait_status != -1 && (!r.done || strcmp(r.status, "refused") == 0);
    bool ran = r.done || r.wait_status > 0;
    if (!ran)
        print_finding(
            false, "sandbox",
            "%s; is offprint installed whole? OFFPRINT_LIBEXECDIR names the folder of its helpers",
            r.why);
    else if (!shut)
        print_finding(false, "sandbox",
                      "files can be opened from inside (%s); --sandbox-test tells more",
                      r.message ? r.message : OFF_SANDBOX_KIND);
    else
        print_finding(true, "sandbox", "%s", r.message ? r.message : OFF_SANDBOX_KIND);
    off_run_free(&r);
    return ran && shut;
}

static bool
check_certificates(void)
{
    static const char *const places[] = {"/etc/ssl/certs/ca-certificates.crt",
                                         "/etc/pki/tls/certs/ca-bundle.crt",
                                         "/etc/ssl/ca-bundle.pem",
                                         "/etc/ssl/cert.pem",
                                         "/usr/local/share/certs/ca-root-nss.crt",
                                         "/opt/homebrew/etc/ca-certificates/cert.pem"};
    const char *named = getenv("SSL_CERT_FILE");
    if (named) {
        const char *trouble = off_file_trouble(OFF_VALUE_IN_FILE, named);
        print_finding(!trouble, "certificates", "%s (SSL_CERT_FILE)%s%s", named,
                      trouble ? ": " : "", trouble ? trouble : "");
        return !trouble;
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (access(places[i], R_OK) == 0) {
            print_finding(true, "certificates", "%s", places[i]);
            return true;
        }
    print_finding(false, "certificates",
                  "none found: install ca-certificates, or no https page can be fetched");
    return false;
}

static bool
check_cache(const struct off_options *o, const sigset_t *while_waiting)
{
    char path[PATH_SIZE];
    struct off_options asked = *o;
    asked.cache_info = true;
    if (o->cache && strcmp(o->cache, "off") == 0) {
        print_finding(true, "cache", "off, as --cache says");
        return true;
    }
    if (!o->cache && !off_xdg_path(path, sizeof path, "XDG_CACHE_HOME", ".cache", "cache.db")) {
        print_finding(true, "cache", "none, because neither XDG_CACHE_HOME nor HOME is set");
        return true;
    }
    struct off_run r = begin_reader(&asked, while_waiting);
    int ended;
    char *said = off_run_ask_fetcher(&r, &ended);
    if (said)
        print_finding(true, "cache", "%s (%s)", o->cache ? o->cache : path, said);
    else
        print_finding(false, "cache",
                      "%s: offprint-fetcher gives no answer; is offprint installed whole?",
                      o->cache ? o->cache : path);
    free(said);
    return said != NULL;
}

/* The reader reads the files, and complains without -v. */
static bool
check_configuration(const struct off_options *o, const sigset_t *while_waiting)
{
    char own[PATH_SIZE] = "";
    struct off_options asked = *o;
    asked.to = "config";
    asked.print_config = true;
    struct off_run r = begin_reader(&asked, while_waiting);
    off_run(&r, false);
    bool good = r.done && r.exit_status == EX_OK;
    bool known = off_xdg_path(own, sizeof own, "XDG_CONFIG_HOME", ".config", "offprint.conf");
    const char *first = o->config ? o->config : OFF_SYSCONFDIR "/offprint/offprint.conf";
    print_finding(good, "configuration", "%s%s%s%s%s", first,
                  access(first, R_OK) == 0 || o->config ? "" : " (not there)",
                  o->config || !known ? "" : ", ", o->config || !known ? "" : own,
                  o->config || !known || access(own, R_OK) == 0 ? "" : " (not there)");
    if (!good)
        printf("%20s%s\n", "",
               r.done ? "see the messages with file and line on standard error" : r.why);
    off_run_free(&r);
    return good;
}

static bool
check_sample(const struct off_options *o, const sigset_t *while_waiting)
{
    struct off_options asked = *o;
    asked.from = "mail";
    asked.to = "text";
    asked.config = "off";
    asked.no_fetch = true;
    struct off_run r = begin_reader(&asked, while_waiting);
    size_t length;
    r.input.data = (const unsigned char *)sample;
    r.input.length = sizeof sample - 1;
    off_run(&r, false);
    off_run_result(&r, &length);
    bool good = r.done && length > 0 && strcmp(r.status, "failed") != 0;
    if (good)
        print_finding(true, "sample mail", "was read, %zu bytes of text", length);
    else
        print_finding(false, "sample mail", "%s", r.done ? r.status : r.why);
    off_run_free(&r);
    return good;
}

int
off_doctor(const struct off_options *o, const sigset_t *while_waiting)
{
    printf("offprint %s\n", PACKAGE_VERSION);
    bool good = check_sandbox(o, while_waiting);
    good &= check_certificates();
    good &= check_cache(o, while_waiting);
    good &= check_configuration(o, while_waiting);
    good &= check_sample(o, while_waiting);
    print_finding(true, "built with", "%s", OFF_LIBRARIES);
    printf(good ? "All is well. Try it, which changes nothing: offprint --to text ADDRESS | less\n"
                : "Something needs to be fixed; see BAD above.\n");
    if (fflush(stdout) != 0 || ferror(stdout))
        return EX_IOERR;
    return good ? EX_OK : EX_UNAVAILABLE;
}
