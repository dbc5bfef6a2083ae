/* say.c: lines on standard error. */
#include "config.h"

#include "gate/say.h"

#include "gate/output.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define LINE_BYTES 1024

/* line holds what printf made of n bytes, as far as they went. */
static void
write_line(char line[LINE_BYTES], int n)
{
    if (n < 0)
        return;
    if (n >= LINE_BYTES - 1)
        n = LINE_BYTES - 2;
    for (int i = 0; i < n; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[n] = '\n';
    off_write_all(STDERR_FILENO, line, (size_t)n + 1);
}

void
off_say(const struct off_options *o, const char *format, ...)
{
    char line[LINE_BYTES];
    va_list words;
    if (!o->verbose || o->quiet)
        return;
    va_start(words, format);
    int n = vsnprintf(line, sizeof line - 1, format, words);
    va_end(words);
    write_line(line, n);
}

void
off_complain(const struct off_options *o, const char *words, size_t length)
{
    char line[LINE_BYTES];
    if (!o->quiet)
        write_line(line, snprintf(line, sizeof line - 1, "offprint: %.*s",
                                  (int)(length > 900 ? 900 : length), words));
}

void
off_say_progress(const struct off_options *o, const char *words, size_t length)
{
    char line[120];
    if (o->quiet || o->verbose || !isatty(STDERR_FILENO))
        return;
    int n = snprintf(line, sizeof line, "\r\033[K%.*s", (int)(length > 80 ? 80 : length), words);
    if (n > 0)
        off_write_all(STDERR_FILENO, line, (size_t)n);
}
