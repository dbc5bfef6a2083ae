/* together.c: which options contradict each other, and which have no effect. */
#include "config.h"

#include "gate/together.h"

#include "gate/usage.h"

#include <stdio.h>
#include <string.h>

/* --- contradictions -------------------------------------------------------------------------- */

static bool
is_from(const struct off_options *o, const char *kind)
{
    return strcmp(o->from, kind) == 0;
}

static bool
is_to(const struct off_options *o, const char *kind)
{
    return strcmp(o->to ? o->to : "mime", kind) == 0;
}

/* Options that do something of their own, and read no FILE. */
static bool
commands_agree(const struct off_options *o)
{
    const struct {
        const char *option;
        bool given;
    } commands[] = {{"--cache-info", o->cache_info},
                    {"--cache-clear", o->cache_clear},
                    {"--check-sites", o->check_sites != NULL},
                    {"--sandbox-test", o->sandbox_test},
                    {"--doctor", o->doctor},
                    {"--recipe", o->recipe != NULL}};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (!commands[i].given)
            continue;
        if (first)
            return off_usage_error(commands[i].option, NULL, "cannot be combined with %s", first);
        first = commands[i].option;
    }
    if (first && (o->file || o->in_place))
        return off_usage_error(o->file ? o->file : o->in_place, NULL,
                               "one argument too much: %s reads no FILE", first);
    return true;
}

static bool
in_place_agrees(const struct off_options *o)
{
    if (!o->in_place)
        return true;
    if (o->file)
        return off_usage_error("--in-place", o->in_place,
                               "takes one file; another one is given, %s", o->file);
    if (o->explain || o->print_config)
        return off_usage_error("--in-place", o->in_place, "cannot be combined with %s",
                               o->explain ? "--explain" : "--print-config");
    if (!is_to(o, "mime"))
        return off_usage_error("--in-place", o->in_place,
                               "rewrites a message, so --to can only be mime");
    return true;
}

static bool
kinds_agree(const struct off_options *o)
{
    if (is_from(o, "warc") && !is_to(o, "json"))
        return off_usage_error("--from", "warc", "supports only --to json");
    if (is_from(o, "warc") && (o->in_place || o->restore))
        return off_usage_error("--from", "warc",
                               "cannot be combined with %s: an archive is no mail",
                               o->restore ? "--restore" : "--in-place");
    if (is_to(o, "feed") && !is_from(o, "auto") && !is_from(o, "feed") && !is_from(o, "url"))
        return off_usage_error(
            "--to", "feed",
            "cannot be made of --from %s: it fills in a feed, so the input has to be one", o->from);
    return true;
}

bool
off_options_agree(const struct off_options *o)
{
    if (!commands_agree(o) || !in_place_agrees(o) || !kinds_agree(o))
        return false;
    if (o->replay && o->record)
        return off_usage_error("--record", o->record, "cannot be combined with --replay");
    if (o->cache && strcmp(o->cache, "off") == 0 && (o->cache_info || o->cache_clear))
        return off_usage_error("--cache", o->cache, "cannot be combined with %s",
                               o->cache_info ? "--cache-info" : "--cache-clear");
    return true;
}

/* --- no effect ------------------------------------------------------------------------------- */

static bool
is_message(const struct off_options *o)
{
    return off_to_result(o->to) == OFF_RESULT_MESSAGE;
}

static bool
reads_no_archive(const struct off_options *o)
{
    return !is_from(o, "warc");
}

static bool
reads_one_input(const struct off_options *o)
{
    return reads_no_archive(o) && !is_from(o, "urls") && !is_from(o, "opml");
}

static bool
writes_no_message(const struct off_options *o)
{
    return !is_message(o);
}

static bool
writes_no_text(const struct off_options *o)
{
    return !is_message(o) && !is_to(o, "text");
}

static bool
embeds_nowhere(const struct off_options *o)
{
    return strcmp(o->images, "embed") == 0 && !is_message(o) && !is_to(o, "html") &&
           !is_to(o, "epub");
}

static bool
writes_no_markdown(const struct off_options *o)
{
    return !is_to(o, "markdown");
}

static bool
fetches_nothing(const struct off_options *o)
{
    return o->no_fetch;
}

static bool
asks_nobody(const struct off_options *o)
{
    return o->no_fetch || o->replay;
}

static const struct {
    const char *option;
    bool (*idle)(const struct off_options *o);
    const char *why; /* followed by the kind of output if it ends in --to */
} rules[] = {
    {"jobs", reads_one_input, "without --from warc, urls or opml"},
    {"skip-records", reads_no_archive, "without --from warc"},
    {"sender", writes_no_message, "on --to"},
    {"original", writes_no_message, "on --to"},
    {"mark-failed", writes_no_message, "on --to"},
    {"articles", writes_no_message, "on --to"},
    {"no-flowed", writes_no_message, "on --to"},
    {"width", writes_no_text, "on --to"},
    {"no-notes", writes_no_text, "on --to"},
    {"images", embeds_nowhere, "on --to"},
    {"front-matter", writes_no_markdown, "on --to"},
    {"record", fetches_nothing, "with --no-fetch"},
    {"replay", fetches_nothing, "with --no-fetch"},
    {"follow", fetches_nothing, "with --no-fetch"},
    {"keep", asks_nobody, "without a network"},
    {"cookies", asks_nobody, "without a network"},
    {"allow-net", asks_nobody, "without a network"},
    {"connections", asks_nobody, "without a network"},
    {"connections-per-host", asks_nobody, "without a network"},
};

void
off_options_say_idle(const struct off_options *o, const bool *given)
{
    if (!o->verbose || o->quiet)
        return;
    for (size_t i = 0; i < off_options_count; i++)
        for (size_t k = 0; given[i] && k < sizeof rules / sizeof *rules; k++) {
            char name[64];
            size_t n = strlen(rules[k].why);
            if (strcmp(rules[k].option, off_options_table[i].word) != 0 || !rules[k].idle(o))
                continue;
            bool kind = strcmp(rules[k].why + n - strlen("--to"), "--to") == 0;
            snprintf(name, sizeof name, "--%s", rules[k].option);
            off_usage_error(name, NULL, "no effect %s%s%s", rules[k].why, kind ? " " : "",
                            kind ? (o->to ? o->to : "mime") : "");
        }
}
