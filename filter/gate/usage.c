/* usage.c: --help, and what is said about a mistake in the command line. */
#include "config.h"

#include "gate/usage.h"

#include "gate/say.h"
#include "wire/nearest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LINE_BYTES 1024
#define HELP_COLUMN 28 /* where the words of --help begin */
#define HELP_WIDTH 79

/* --- --help ---------------------------------------------------------------------------------- */

static const char head[] =
    "usage: offprint [options] [FILE]\n"
    "Makes one clean article out of a newsletter mail or a feed item: reads FILE, an\n"
    "address, or standard input, and writes a MIME message (or text, HTML, JSON) to\n"
    "standard output.\n";

static const char foot[] =
    "\n"
    "If something fails, the input comes out unchanged and the exit status is 0.\n"
    "Wrong usage is 64, with nothing written. For the exit statuses see offprint(1),\n"
    "which also has recipes for procmail, maildrop, Sieve, mutt and newsboat (so has\n"
    "--recipe). Try it, which changes nothing: offprint --to text ADDRESS | less\n";

/* Prints words from column on, and breaks the line before the width is reached. */
static void
print_wrapped(const char *words, size_t column)
{
    for (bool first = true; *words; first = false) {
        size_t n = strcspn(words, " ");
        if (!first && column + 1 + n > HELP_WIDTH) {
            printf("\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (!first) {
            putchar(' ');
            column++;
        }
        printf("%.*s", (int)n, words);
        column += n;
        words += n + strspn(words + n, " ");
    }
    putchar('\n');
}

static void
print_option(const struct off_option *option)
{
    char left[80], right[512];
    bool attached = *option->argument == '[';
    int n = snprintf(left, sizeof left, "  %c%c%s --%s%s%s", option->letter ? '-' : ' ',
                     option->letter ? option->letter : ' ', option->letter ? "," : " ",
                     option->word, *option->argument && !attached ? " " : "", option->argument);
    bool worded = option->type.value == OFF_VALUE_WORDS && !attached;
    snprintf(right, sizeof right, "%s%s%s%s%s%s", option->help, worded ? " " : "",
             worded ? option->type.words : "", *option->otherwise ? " (" : "", option->otherwise,
             *option->otherwise ? ")" : "");
    if (n >= HELP_COLUMN)
        printf("%s\n%*s", left, HELP_COLUMN, "");
    else
        printf("%-*s", HELP_COLUMN, left);
    print_wrapped(right, HELP_COLUMN);
}

bool
off_usage_print(void)
{
    size_t i = 0;
    fputs(head, stdout);
#define OFF_GROUP(title) printf("\n%s:\n", title);
#define OFF_OPTION(name, letter, word, argument, type, member, otherwise, goes, tag, help)         \
    print_option(&off_options_table[i++]);
#include "wire/options.def"
    fputs(foot, stdout);
    return fflush(stdout) == 0 && !ferror(stdout);
}

/* --- mistakes -------------------------------------------------------------------------------- */

bool
off_usage_error(const char *option, const char *value, const char *format, ...)
{
    char what[LINE_BYTES / 2];
    va_list words;
    va_start(words, format);
    vsnprintf(what, sizeof what, format, words);
    va_end(words);
    if (value && !*value)
        off_tell("%s '': the value is empty: %s", option, what);
    else
        off_tell("%s%s%.200s: %s", option, value ? " " : "", value ? value : "", what);
    return false;
}

/* What other programs call it. */
static const struct {
    const char *theirs, *ours;
} habits[] = {
    {"json", "--to json"},
    {"html", "--to html"},
    {"text", "--to text"},
    {"markdown", "--to markdown"},
    {"plain", "--to text"},
    {"url", "--from url"},
    {"timeout", "--deadline"},
    {"max-time", "--deadline"},
    {"output", "standard output, as 'offprint FILE >OUTPUT'"},
    {"user-agent", "the key user-agent in offprint.conf(5)"},
    {"cookie", "--cookies"},
    {"proxy", "https_proxy in the environment"},
    {"base", "--base-url"},
    {"input", "offprint FILE"},
    {"input-file", "offprint FILE"},
    {"no-images", "--images=drop"},
    {"wrap", "--width"},
    {"columns", "--width"},
    {"format", "--to"},
    {"encoding", "--charset"},
};

static const char *
habit_of(const char *name)
{
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
        if (strcmp(habits[i].theirs, name) == 0)
            return habits[i].ours;
    return NULL;
}

/* Lists the options that begin with name; returns how many they are. */
static unsigned
list_beginning(const char *name, char *out, size_t size)
{
    unsigned count = 0;
    size_t at = 0;
    *out = '\0';
    for (size_t i = 0; i < off_options_count && at < size; i++)
        if (strncmp(off_options_table[i].word, name, strlen(name)) == 0) {
            int n = snprintf(out + at, size - at, "%s--%s", count++ ? ", " : "",
                             off_options_table[i].word);
            at += n > 0 ? (size_t)n : 0;
        }
    return count;
}

void
off_usage_unknown(const char *argument)
{
    char name[64], list[512];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(argument + 2, "="), argument + 2);
    const char *ours = habit_of(name);
    struct off_nearest near;
    off_nearest_begin(&near, name);
    for (size_t i = 0; i < off_options_count; i++)
        off_nearest_try(&near, off_options_table[i].word);
    if (ours)
        off_usage_error(argument, NULL, "no such option: did you mean %s? ('offprint --help')",
                        ours);
    else if (list_beginning(name, list, sizeof list) > 1)
        off_usage_error(argument, NULL, "may be one of %s", list);
    else if (near.found)
        off_usage_error(argument, NULL, "no such option: did you mean --%s? ('offprint --help')",
                        near.found);
    else
        off_usage_error(argument, NULL, "no such option; 'offprint --help' lists them");
}
