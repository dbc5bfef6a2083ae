/* say.c: lines on standard error. */
#include "config.h"

#include "say.h"

#include "output.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static void __attribute__((format(printf, 1, 0))) write_line(const char *format, va_list words)
{
    char line[1024];
    int n = vsnprintf(line, sizeof line - 1, format, words);
    if (n < 0)
        return;
    if ((size_t)n >= sizeof line - 1)
        n = (int)sizeof line - 2;
    for (int i = 0; i < n; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
            line[i] = '?';
    line[n] = '\n';
    off_write_all(STDERR_FILENO, line, (size_t)n + 1);
}

void
off_say(const struct off_options *o, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    if (o->verbose && !o->quiet)
        write_line(format, words);
    va_end(words);
}

static void __attribute__((format(printf, 1, 2))) write_format(const char *format, ...)
{
    va_list words;
    va_start(words, format);
    write_line(format, words);
    va_end(words);
}

void
off_complain(const struct off_options *o, const char *words, size_t length)
{
    if (!o->quiet)
        write_format("offprint: %.*s", (int)(length > 900 ? 900 : length), words);
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
