/* options.c: reads the command line (offprint.1) by the table of wire/options.def. */
#include "config.h"

#include "gate/options.h"

#include "gate/usage.h"
#include "wire/bounds.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONG_CODE 256 /* what getopt_long returns for the first option without a letter */
#define OPTIONS_MAX 128

static int
code_of(size_t i)
{
    return off_options_table[i].letter ? off_options_table[i].letter : LONG_CODE + (int)i;
}

static const struct off_option *
option_of(int code)
{
    for (size_t i = 0; i < off_options_count; i++)
        if (code_of(i) == code)
            return &off_options_table[i];
    return NULL;
}

/* The table as getopt_long wants it. */
static void
make_tables(struct option *options, char *letters)
{
    *letters++ = ':';
    for (size_t i = 0; i < off_options_count; i++) {
        const struct off_option *option = &off_options_table[i];
        int argument = !*option->argument         ? no_argument
                       : *option->argument == '[' ? optional_argument
                                                  : required_argument;
        options[i] = (struct option){option->word, argument, NULL, code_of(i)};
        if (option->letter)
            *letters++ = (char)option->letter;
        if (option->letter && argument != no_argument)
            *letters++ = ':';
    }
    *letters = '\0';
    options[off_options_count] = (struct option){NULL, 0, NULL, 0};
}

/* --- values --------------------------------------------------------------------------------- */

/* Why a file or folder of an option cannot be used; NULL: it can. */
static const char *
trouble_with(const char *path, bool folder)
{
    struct stat s;
    if (stat(path, &s) != 0)
        return strerror(errno);
    if (folder != (S_ISDIR(s.st_mode) != 0))
        return strerror(folder ? ENOTDIR : EISDIR);
    return access(path, folder ? R_OK | X_OK : R_OK) == 0 ? NULL : strerror(errno);
}

static bool
is_usable(const char *name, const char *path, bool folder)
{
    const char *why = trouble_with(path, folder);
    return !why || off_usage_error(name, path, "%s", why);
}

static bool
refuse(const struct off_option *option, const char *name, const char *value)
{
    char expected[512];
    off_value_expected(&option->type, expected, sizeof expected);
    if (option->type.value != OFF_VALUE_NETS || !*value)
        return off_usage_error(name, value, "invalid value (expected %s)", expected);
    size_t length;
    const char *wrong = off_nets_wrong(value, &length);
    return off_usage_error(name, value, "'%.*s' is invalid (expected %s)",
                           (int)(length < 100 ? length : 100), wrong, expected);
}

/* Takes an option's value; says what is wrong with it. */
static bool
take(struct off_options *o, const struct off_option *option, const char *value)
{
    char name[64];
    snprintf(name, sizeof name, "--%s", option->word);
    bool flag = !*option->argument;
    if (!flag && !value)
        value = "text"; /* --explain alone */
    if (!flag && !off_value_is(&option->type, value))
        return refuse(option, name, value);
    enum off_value type = option->type.value;
    if ((type == OFF_VALUE_IN_FILE || type == OFF_VALUE_IN_FOLDER) &&
        !is_usable(name, value, type == OFF_VALUE_IN_FOLDER))
        return false;
    off_option_set(o, option, value);
    return true;
}

static void
say_missing(const struct off_option *option)
{
    char name[64], expected[512];
    snprintf(name, sizeof name, "--%s", option->word);
    off_value_expected(&option->type, expected, sizeof expected);
    off_usage_error(name, NULL, "needs %s behind it ('offprint --help')", expected);
}

static void
say_wrong(int code, int letter, const char *argument)
{
    const struct off_option *option = option_of(letter);
    if (code == ':' && option)
        say_missing(option);
    else if (strncmp(argument, "--", 2) != 0)
        off_usage_error((char[]){'-', (char)letter, '\0'}, NULL,
                        "no such option; 'offprint --help' lists them");
    else if (option && strchr(argument, '='))
        off_usage_error(argument, NULL, "takes no value");
    else
        off_usage_unknown(argument);
}

/* --- all together --------------------------------------------------------------------------- */

/* A reader's program puts in whatever the item says: a value that is none costs itself, not the
 * article. */
static void
drop_given(const struct off_options *o, const char **value, const char *option, const char *why)
{
    if (o->verbose && !o->quiet)
        off_usage_error(option, *value, "%s; it is left out", why);
    *value = NULL;
}

static void
check_given(struct off_options *o)
{
    bool http = o->base_url && (strncmp(o->base_url, "http://", 7) == 0 ||
                                strncmp(o->base_url, "https://", 8) == 0);
    if (o->base_url && (!http || strlen(o->base_url) > OFF_URL_MAX))
        drop_given(o, &o->base_url, "--base-url", "not an http or https address");
    if (o->charset && strlen(o->charset) > OFF_CHARSET_MAX)
        drop_given(o, &o->charset, "--charset", "not the name of a charset");
}

static bool
is_from(const struct off_options *o, const char *kind)
{
    return strcmp(o->from, kind) == 0;
}

/* Do the options go together? */
static bool
consistent(const struct off_options *o)
{
    if (o->in_place && o->file)
        return off_usage_error("--in-place", o->in_place,
                               "takes one file; there is another argument, %s", o->file);
    if (o->in_place && o->to && strcmp(o->to, "mime") != 0)
        return off_usage_error("--in-place", o->in_place,
                               "rewrites a message, so --to can only be mime");
    if (is_from(o, "warc") && strcmp(o->to, "json") != 0)
        return off_usage_error("--from", "warc", "supports only --to json");
    if (is_from(o, "warc") && (o->in_place || o->restore))
        return off_usage_error("--from", "warc",
                               "is no mail, which could be rewritten or restored");
    if (o->replay && o->record)
        return off_usage_error("--record", o->record, "cannot be combined with --replay");
    if (o->config && strcmp(o->config, "off") != 0 && !is_usable("--config", o->config, false))
        return false;
    return true;
}

/* What follows from the options. */
static void
settle(struct off_options *o)
{
    static const char maildir[] = "maildir:";
    if (o->to && strncmp(o->to, maildir, sizeof maildir - 1) == 0) {
        o->maildir = o->to + sizeof maildir - 1;
        o->to = "maildir";
    }
    if (o->explain)
        o->to = strcmp(o->explain, "html") == 0 ? "explain=html" : "explain";
    if (o->print_config)
        o->to = "config";
    if (!o->to && is_from(o, "warc"))
        o->to = "json";
}

static enum off_parse
answer(bool written)
{
    if (written)
        return OFF_PARSE_DONE;
    fprintf(stderr, "offprint: standard output: %s\n", strerror(errno));
    return OFF_PARSE_FAILED;
}

static bool
print_version(void)
{
    printf("offprint %s\nsandbox: %s, rlimits, three processes\n", PACKAGE_VERSION,
           OFF_SANDBOX_KIND);
    return fflush(stdout) == 0 && !ferror(stdout);
}

enum off_parse
off_options_parse(struct off_options *o, int argc, char **argv)
{
    struct option options[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 2];
    int code;
    off_options_init(o);
    make_tables(options, letters);
    opterr = 0;
    while ((code = getopt_long(argc, argv, letters, options, NULL)) != -1) {
        const struct off_option *option = option_of(code);
        if (!option)
            say_wrong(code, optopt, argv[optind - 1]);
        if (!option || !take(o, option, optarg))
            return OFF_PARSE_USAGE;
        if (o->help)
            return answer(off_usage_print());
        if (o->version)
            return answer(print_version());
    }
    if (argc - optind > 1) {
        off_usage_error(argv[optind + 1], NULL, "one FILE at most");
        return OFF_PARSE_USAGE;
    }
    if (optind < argc && strcmp(argv[optind], "-") != 0)
        o->file = argv[optind];
    check_given(o);
    settle(o);
    return consistent(o) ? OFF_PARSE_RUN : OFF_PARSE_USAGE;
}
