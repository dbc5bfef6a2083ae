/* options.c: the command line (offprint.1), a table and what checks it. */
#include "config.h"

#include "gate/options.h"

#include "wire/bounds.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    OPT_ORIGINAL = 256,
    OPT_RESTORE,
    OPT_ARTICLES,
    OPT_IMAGES,
    OPT_WIDTH,
    OPT_NO_FLOWED,
    OPT_NO_NOTES,
    OPT_DEADLINE,
    OPT_CHARSET,
    OPT_IN_PLACE,
    OPT_CONFIG,
    OPT_PRINT_CONFIG,
    OPT_SITES,
    OPT_CHECK_SITES,
    OPT_CACHE,
    OPT_CACHE_INFO,
    OPT_CACHE_CLEAR,
    OPT_RECORD,
    OPT_COOKIES,
    OPT_CONNECTIONS,
    OPT_HOST_CONNECTIONS,
    OPT_REPLAY,
    OPT_ALLOW_NET,
    OPT_EXPLAIN,
    OPT_SENDER,
    OPT_STRICT,
    OPT_SKIP_RECORDS,
    OPT_REQUIRE_SANDBOX,
    OPT_SANDBOX_TEST,
};

static const struct option long_options[] = {
    {"from", required_argument, NULL, 'f'},
    {"to", required_argument, NULL, 't'},
    {"base-url", required_argument, NULL, 'u'},
    {"no-fetch", no_argument, NULL, 'n'},
    {"original", required_argument, NULL, OPT_ORIGINAL},
    {"restore", no_argument, NULL, OPT_RESTORE},
    {"articles", required_argument, NULL, OPT_ARTICLES},
    {"images", required_argument, NULL, OPT_IMAGES},
    {"width", required_argument, NULL, OPT_WIDTH},
    {"no-flowed", no_argument, NULL, OPT_NO_FLOWED},
    {"no-notes", no_argument, NULL, OPT_NO_NOTES},
    {"deadline", required_argument, NULL, OPT_DEADLINE},
    {"charset", required_argument, NULL, OPT_CHARSET},
    {"in-place", required_argument, NULL, OPT_IN_PLACE},
    {"config", required_argument, NULL, OPT_CONFIG},
    {"print-config", no_argument, NULL, OPT_PRINT_CONFIG},
    {"sites", required_argument, NULL, OPT_SITES},
    {"check-sites", required_argument, NULL, OPT_CHECK_SITES},
    {"cache", required_argument, NULL, OPT_CACHE},
    {"cache-info", no_argument, NULL, OPT_CACHE_INFO},
    {"cache-clear", no_argument, NULL, OPT_CACHE_CLEAR},
    {"cookies", required_argument, NULL, OPT_COOKIES},
    {"connections", required_argument, NULL, OPT_CONNECTIONS},
    {"connections-per-host", required_argument, NULL, OPT_HOST_CONNECTIONS},
    {"record", required_argument, NULL, OPT_RECORD},
    {"replay", required_argument, NULL, OPT_REPLAY},
    {"allow-net", required_argument, NULL, OPT_ALLOW_NET},
    {"sender", required_argument, NULL, OPT_SENDER},
    {"explain", optional_argument, NULL, OPT_EXPLAIN},
    {"require-sandbox", no_argument, NULL, OPT_REQUIRE_SANDBOX},
    {"sandbox-test", no_argument, NULL, OPT_SANDBOX_TEST},
    {"jobs", required_argument, NULL, 'j'},
    {"skip-records", required_argument, NULL, OPT_SKIP_RECORDS},
    {"strict", no_argument, NULL, OPT_STRICT},
    {"verbose", no_argument, NULL, 'v'},
    {"quiet", no_argument, NULL, 'q'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

/* The words an option takes. */
static const char *const from_words[] = {"auto", "mail",     "mbox", "feed", "html",
                                         "text", "newsboat", "url",  "warc", NULL};
static const char *const to_words[] = {"mime", "mbox",  "html", "text",
                                       "json", "links", "feed", NULL};
static const char *const original_words[] = {"gzip", "message", "drop", NULL};
static const char *const image_words[] = {"link", "embed", "drop", NULL};

static const char help[] =
    "usage: offprint [options] [FILE]\n"
    "Makes one clean article out of a newsletter mail or a feed item: reads FILE or\n"
    "standard input, writes a MIME message (or text, HTML, JSON) to standard output.\n"
    "\n"
    "  -f, --from KIND      auto mail mbox feed newsboat html text url warc (auto)\n"
    "  -t, --to KIND        mime mbox html text json links feed maildir:DIR (mime)\n"
    "  -u, --base-url URL   the address of an HTML or text page\n"
    "  -n, --no-fetch       use only what is in the input\n"
    "      --sender ADDRESS in From of a feed's items    (one that exists nowhere)\n"
    "      --original=HOW   gzip message drop: how the mail goes along  (gzip)\n"
    "      --restore        print the original that an offprint carries\n"
    "      --articles N     of a digest, fetch the first N              (0)\n"
    "      --images=HOW     link embed drop                             (link)\n"
    "      --width N        line length of the text, 0: a line a paragraph (72)\n"
    "      --no-flowed      fixed lines; --no-notes  no head and no link notes\n"
    "      --charset NAME   the charset of HTML or text, stronger than <meta>\n"
    "      --in-place FILE  rewrite FILE\n"
    "      --deadline S     seconds for the whole run                   (8)\n"
    "      --cache FILE|off what was fetched before; --cache-info, --cache-clear\n"
    "      --config FILE|off  offprint.conf; --print-config shows what applies\n"
    "      --sites DIR      rules for single sites; --check-sites DIR reads them all\n"
    "      --record WARC    keep what is fetched\n"
    "      --replay WARC    answer from an archive, without a network\n"
    "  -j, --jobs N         of --from warc: pages at a time; --skip-records N goes on\n"
    "      --cookies FILE   cookies to send, a Netscape file\n"
    "      --allow-net CIDR[:PORT]  let a private address be reached\n"
    "      --require-sandbox  leave the input alone where the sandbox has a hole;\n"
    "                       --sandbox-test tries it\n"
    "      --explain[=html] no article, but why it is this one\n"
    "      --strict         fail with a status instead of passing the original on\n"
    "  -v, --verbose        say on standard error what was done\n"
    "  -q, --quiet  -h, --help  -V, --version\n"
    "\n"
    "Whatever goes wrong, the input comes out unchanged and the status is 0.\n"
    "offprint(1) has recipes for procmail, maildrop, Sieve, mutt and newsboat.\n";

static bool
complain(const char *option, const char *value, const char *why)
{
    fprintf(stderr, "offprint: %s%s%s: %s (try 'offprint --help')\n", option, value ? " " : "",
            value ? value : "", why);
    return false;
}

static bool
one_of(const char *const *words, const char *option, const char *value, const char **out)
{
    for (; *words; words++)
        if (strcmp(*words, value) == 0) {
            *out = value;
            return true;
        }
    return complain(option, value, "not a word that this option takes");
}

static bool
number(const char *option, const char *value, long low, long high, long *out)
{
    char *end;
    errno = 0;
    long n = strtol(value, &end, 10);
    if (errno || end == value || *end || n < low || n > high) {
        fprintf(stderr, "offprint: %s %s: not a number from %ld to %ld\n", option, value, low,
                high);
        return false;
    }
    *out = n;
    return true;
}

static bool
to_kind(const char *value, struct off_options *o)
{
    if (strncmp(value, "maildir:", 8) == 0 && value[8]) {
        o->to = "maildir";
        o->maildir = value + 8;
        return true;
    }
    return one_of(to_words, "--to", value, &o->to);
}

/* ADDRESS of --sender: local part, at, domain, and nothing that could end a header field. */
static bool
sender(const char *value, struct off_options *o)
{
    const char *at = strchr(value, '@');
    for (const char *p = value; *p; p++)
        if (*p <= ' ' || *p >= 0x7f || strchr("<>()[],;:\\\"", *p))
            at = NULL;
    if (!at || at == value || !at[1] || strchr(at + 1, '@') || strlen(value) > 250)
        return complain("--sender", value, "not a mail address");
    o->sender = value;
    return true;
}

static bool
explain(const char *how, struct off_options *o)
{
    if (how && strcmp(how, "html") != 0 && strcmp(how, "text") != 0)
        return complain("--explain", how, "not text or html");
    o->explain = how && strcmp(how, "html") == 0 ? "explain=html" : "explain";
    return true;
}

static bool
take(struct off_options *o, int option, char *value)
{
    switch (option) {
    case 'f': return one_of(from_words, "--from", value, &o->from);
    case 't': return to_kind(value, o);
    case 'u': o->base_url = value; return true;
    case 'n': o->no_fetch = true; return true;
    case 'v': o->verbose = true; return true;
    case 'q': o->quiet = true; return true;
    case OPT_ORIGINAL: return one_of(original_words, "--original", value, &o->original);
    case OPT_RESTORE: o->restore = true; return true;
    case OPT_ARTICLES: return number("--articles", value, 0, 100, &o->articles);
    case OPT_IMAGES: return one_of(image_words, "--images", value, &o->images);
    case OPT_WIDTH: return number("--width", value, 0, 500, &o->width);
    case OPT_NO_FLOWED: o->flowed = false; return true;
    case OPT_NO_NOTES: o->notes = false; return true;
    case OPT_DEADLINE: return number("--deadline", value, 1, OFF_DEADLINE_MAX, &o->deadline);
    case OPT_CHARSET: o->charset = value; return true;
    case OPT_IN_PLACE: o->in_place = value; return true;
    case OPT_CONFIG: o->config = value; return true;
    case OPT_PRINT_CONFIG: o->print_config = true; return true;
    case OPT_SITES: o->sites = value; return true;
    case OPT_CHECK_SITES: o->check_sites = value; return true;
    case OPT_CACHE: o->cache = value; return true;
    case OPT_CACHE_INFO: o->cache_command = "info"; return true;
    case OPT_CACHE_CLEAR: o->cache_command = "clear"; return true;
    case OPT_COOKIES: o->cookies = value; return true;
    case OPT_CONNECTIONS: return number("--connections", value, 1, 64, &o->connections);
    case OPT_HOST_CONNECTIONS:
        return number("--connections-per-host", value, 1, 16, &o->connections_per_host);
    case OPT_RECORD: o->record = value; return true;
    case OPT_REPLAY: o->replay = value; return true;
    case OPT_ALLOW_NET: o->allow_net = value; return true;
    case OPT_SENDER: return sender(value, o);
    case OPT_EXPLAIN: return explain(value, o);
    case 'j': return number("--jobs", value, 1, 64, &o->jobs);
    case OPT_SKIP_RECORDS: return number("--skip-records", value, 0, LONG_MAX, &o->skip_records);
    case OPT_STRICT: o->strict = true; return true;
    case OPT_REQUIRE_SANDBOX: o->require_sandbox = true; return true;
    case OPT_SANDBOX_TEST: o->sandbox_test = true; return true;
    default: return false; /* getopt_long has said why */
    }
}

/* A reader's program puts in whatever the item says: an address that is none costs the relative
 * links, not the article. */
static void
check_base_url(struct off_options *o)
{
    bool http = o->base_url && (strncmp(o->base_url, "http://", 7) == 0 ||
                                strncmp(o->base_url, "https://", 8) == 0);
    if (!o->base_url || (http && strlen(o->base_url) <= OFF_URL_MAX))
        return;
    if (o->verbose && !o->quiet)
        fprintf(stderr,
                "offprint: --base-url %.200s: not an http or https address; it is left out\n",
                o->base_url);
    o->base_url = NULL;
}

static bool
consistent(const struct off_options *o)
{
    if (o->in_place && o->file)
        return complain("--in-place", o->in_place, "takes one file; there is another argument");
    if (o->in_place && o->to && strcmp(o->to, "mime") != 0)
        return complain("--in-place", o->in_place,
                        "rewrites a message, so --to mime is all it can do");
    if (o->config && strcmp(o->config, "off") != 0 && access(o->config, R_OK) != 0)
        return complain("--config", o->config, strerror(errno));
    if (o->sites && access(o->sites, R_OK | X_OK) != 0)
        return complain("--sites", o->sites, strerror(errno));
    if (o->cookies && access(o->cookies, R_OK) != 0)
        return complain("--cookies", o->cookies, strerror(errno));
    if (strcmp(o->from, "warc") == 0 && strcmp(o->to, "json") != 0)
        return complain("--from", "warc", "makes lines of JSON; --to json is all it can do");
    if (strcmp(o->from, "warc") == 0 && (o->in_place || o->restore))
        return complain("--from", "warc", "is no mail, which could be rewritten or restored");
    if (o->replay && o->record)
        return complain("--record", o->record, "cannot be had together with --replay");
    if (o->replay && access(o->replay, R_OK) != 0)
        return complain("--replay", o->replay, strerror(errno));
    return true;
}

enum off_parse
off_options_parse(struct off_options *o, int argc, char **argv)
{
    *o = (struct off_options){.from = "auto",
                              .articles = -1,
                              .width = -1,
                              .deadline = OFF_DEADLINE_DEFAULT,
                              .flowed = true,
                              .notes = true};
    int option;
    while ((option = getopt_long(argc, argv, "f:t:u:nj:vqhV", long_options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return OFF_PARSE_DONE;
        }
        if (option == 'V') {
            printf("offprint %s\nsandbox: %s, rlimits, three processes\n", PACKAGE_VERSION,
                   OFF_SANDBOX_KIND);
            return OFF_PARSE_DONE;
        }
        if (!take(o, option, optarg))
            return OFF_PARSE_USAGE;
    }
    if (argc - optind > 1) {
        complain(argv[optind + 1], NULL, "one FILE at most");
        return OFF_PARSE_USAGE;
    }
    if (optind < argc && strcmp(argv[optind], "-") != 0)
        o->file = argv[optind];
    check_base_url(o);
    if (o->explain)
        o->to = o->explain;
    if (o->print_config)
        o->to = "config";
    if (!o->to && strcmp(o->from, "warc") == 0)
        o->to = "json";
    return consistent(o) ? OFF_PARSE_RUN : OFF_PARSE_USAGE;
}
