/* options.c: reads the command line (offprint.1) by the table of wire/options.def. */
#include "config.h"

#include "gate/options.h"

#include "gate/say.h"
#include "gate/together.h"
#include "gate/usable.h"
#include "gate/usage.h"
#include "wire/bounds.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LONG_CODE 256    /* what getopt_long returns for the first option without a letter */
#define ADDRESSES_MAX 10 /* of --suggest-rules */
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

static bool
refuse_value(const struct off_option *option, const char *name, const char *value)
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

/* Is it a file that is opened later, when only the input's descriptor is still open? */
static bool
is_file(enum off_value type)
{
    return type == OFF_VALUE_IN_FILE || type == OFF_VALUE_IN_FILE_OR_OFF ||
           type == OFF_VALUE_IN_FOLDER || type == OFF_VALUE_IN_ARCHIVE ||
           type == OFF_VALUE_OUT_FILE;
}

/* The number of a descriptor will be another's by then, or nothing to the fetcher: the name of the
 * file after it takes its place. */
static bool
take_descriptor(struct off_options *o, const struct off_option *option, const char *name,
                const char *value)
{
    char *other = off_file_other_name(value);
    if (!other)
        return off_usage_error(name, value,
                               "a pipe cannot be read here; write it into a file first");
    off_option_set(o, option, other);
    return true;
}

/* Takes an option's value; says what is wrong with it. */
static bool
take_option(struct off_options *o, const struct off_option *option, const char *value)
{
    char name[64];
    snprintf(name, sizeof name, "--%s", option->word);
    bool flag = !*option->argument;
    if (!value)
        value = ""; /* --explain alone */
    bool left_out = *option->argument == '[' && !*value;
    if (!flag && !left_out && !off_value_is(&option->type, value))
        return refuse_value(option, name, value);
    const char *trouble = flag ? NULL : off_file_trouble(option->type.value, value);
    if (trouble)
        return off_usage_error(name, value, "%s", trouble);
    if (is_file(option->type.value) && off_argument_descriptor(value ? value : "") >= 0)
        return take_descriptor(o, option, name, value);
    off_option_set(o, option, value);
    return true;
}

static void
say_missing(const struct off_option *option)
{
    char name[64], expected[512];
    snprintf(name, sizeof name, "--%s", option->word);
    off_value_expected(&option->type, expected, sizeof expected);
    off_usage_error(name, NULL, "needs %s after it ('offprint --help')", expected);
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

static bool
is_web_address(const char *text)
{
    return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

/* Mail and feed programs fill in this value from the item. An invalid value is ignored and must not
 * cost the article. */
static void
drop_given(const struct off_options *o, const char **value, const char *option, const char *why)
{
    if (o->verbose && !o->quiet)
        off_usage_error(option, *value, "%s; it is ignored", why);
    *value = NULL;
}

static void
check_given(struct off_options *o)
{
    if (o->base_url && (!is_web_address(o->base_url) || strlen(o->base_url) > OFF_URL_MAX))
        drop_given(o, &o->base_url, "--base-url", "not an http or https address");
    if (o->charset && strlen(o->charset) > OFF_CHARSET_MAX)
        drop_given(o, &o->charset, "--charset", "not the name of a charset");
}

/* FILE may be an address, because most people try that first. */
static bool
settle_file(struct off_options *o)
{
    if (!o->file || o->suggest_rules || !is_web_address(o->file) || strcmp(o->from, "url") == 0)
        return true;
    if (strcmp(o->from, "auto") != 0)
        return off_usage_error(o->file, NULL, "an address: use --from url, or leave --from %s out",
                               o->from);
    o->from = "url";
    return true;
}

/* --explain takes the place of the output; --to may only say in which form. */
static bool
settle_explain(struct off_options *o)
{
    if (!o->explain)
        return true;
    const char *form = *o->explain ? o->explain : o->to ? o->to : "text";
    bool known = strcmp(form, "html") == 0 || strcmp(form, "text") == 0;
    if (!known || (o->to && strcmp(o->to, form) != 0))
        return off_usage_error("--explain", NULL,
                               "cannot be combined with --to %s; use --explain or --explain=html",
                               o->to);
    if (!*o->explain && o->to && o->verbose && !o->quiet)
        off_usage_error("--explain", NULL, "taken as --explain=%s, because of --to %s", form,
                        o->to);
    o->to = strcmp(form, "html") == 0 ? "explain=html" : "explain";
    return true;
}

/* --suggest-rules takes addresses in place of FILE: they become the input, a line each. */
static bool
take_addresses(struct off_options *o, int count, char **addresses)
{
    size_t size = 1;
    if (o->to || o->explain || o->in_place || o->restore || strcmp(o->from, "auto") != 0)
        return off_usage_error("--suggest-rules", NULL,
                               "cannot be combined with another input or output");
    if (count < 1 || count > ADDRESSES_MAX)
        return off_usage_error("--suggest-rules", NULL,
                               "give it 1 to %d addresses, as two or three articles of one site",
                               ADDRESSES_MAX);
    for (int i = 0; i < count; i++) {
        if (!is_web_address(addresses[i]))
            return off_usage_error("--suggest-rules", addresses[i], "not an http or https address");
        size += strlen(addresses[i]) + 1;
    }
    char *input = malloc(size), *end = input;
    for (int i = 0; i < count && input; i++)
        end += sprintf(end, "%s\n", addresses[i]);
    o->file = o->addresses = input;
    o->from = "urls";
    o->to = "rules";
    return input != NULL;
}

/* Completes the options. Returns false if they contradict each other, after a message. */
static bool
settle_options(struct off_options *o)
{
    static const char maildir[] = "maildir:", epub[] = "epub:";
    if (o->to && strncmp(o->to, maildir, sizeof maildir - 1) == 0) {
        o->maildir = o->to + sizeof maildir - 1;
        o->to = "maildir";
    }
    if (o->to && strncmp(o->to, epub, sizeof epub - 1) == 0) {
        o->epub = o->to + sizeof epub - 1;
        o->to = "epub";
    }
    if (!settle_file(o) || !settle_explain(o))
        return false;
    if (o->print_config)
        o->to = "config";
    if (!o->to && strcmp(o->from, "warc") == 0)
        o->to = "json";
    return true;
}

static bool
was_given(const bool *given, const char *word)
{
    for (size_t i = 0; i < off_options_count; i++)
        if (strcmp(off_options_table[i].word, word) == 0)
            return given[i];
    return false;
}

/* A list of addresses is read by one process, which asks for several pages at once. */
static void
settle_jobs(struct off_options *o, const bool *given)
{
    bool list = strcmp(o->from, "urls") == 0 || strcmp(o->from, "opml") == 0;
    if (list && was_given(given, "jobs") && !was_given(given, "connections"))
        o->connections = o->jobs;
}

static enum off_parse
answer_written(bool written)
{
    if (written)
        return OFF_PARSE_DONE;
    off_tell("standard output: %s", strerror(errno));
    return OFF_PARSE_FAILED;
}

static bool
print_version(void)
{
    printf("offprint %s\nsandbox: %s, rlimits, three processes\nbooks: %s\n", PACKAGE_VERSION,
           OFF_SANDBOX_KIND, OFF_BOOK_LIBRARY);
    return fflush(stdout) == 0 && !ferror(stdout);
}

enum off_parse
off_options_parse(struct off_options *o, int argc, char **argv)
{
    struct option options[OPTIONS_MAX + 1];
    char letters[2 * OPTIONS_MAX + 2];
    bool given[OPTIONS_MAX] = {false};
    int code;
    off_options_init(o);
    make_tables(options, letters);
    opterr = 0;
    while ((code = getopt_long(argc, argv, letters, options, NULL)) != -1) {
        const struct off_option *option = option_of(code);
        if (!option)
            say_wrong(code, optopt, argv[optind - 1]);
        if (!option || !take_option(o, option, optarg))
            return OFF_PARSE_USAGE;
        given[option - off_options_table] = true;
        if (o->help)
            return answer_written(off_usage_print());
        if (o->version)
            return answer_written(print_version());
    }
    if (o->suggest_rules && !take_addresses(o, argc - optind, argv + optind))
        return OFF_PARSE_USAGE;
    if (argc - optind > 1 && !o->suggest_rules) {
        off_usage_error(argv[optind + 1], NULL, "only one FILE is allowed, and %s is given already",
                        argv[optind]);
        return OFF_PARSE_USAGE;
    }
    if (optind < argc && strcmp(argv[optind], "-") != 0 && !o->suggest_rules)
        o->file = argv[optind];
    check_given(o);
    if (!settle_options(o) || !off_options_agree(o))
        return OFF_PARSE_USAGE;
    settle_jobs(o, given);
    off_options_say_idle(o, given);
    return OFF_PARSE_RUN;
}
