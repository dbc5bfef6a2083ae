/* say.c: lines on standard error. */
#include "config.h"

#include "gate/say.h"

#include "gate/character.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE_BYTES 1024
#define PATIENCE_MS 300
#define PROGRESS_BYTES 80

/* Nobody reads standard error, and we must not wait: send further messages to /dev/null. */
static void
fall_silent(void)
{
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null < 0)
        return;
    dup2(null, STDERR_FILENO);
    close(null);
}

/* Writes a piece that is shorter than PIPE_BUF: if poll(2) says that there is room, a pipe takes it
 * without waiting. */
static void
write_piece(const char *piece, size_t length)
{
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&ready, 1, PATIENCE_MS) <= 0 || !(ready.revents & POLLOUT)) {
        fall_silent();
        return;
    }
    if (send(STDERR_FILENO, piece, length, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0 || errno != ENOTSOCK)
        return;
    if (write(STDERR_FILENO, piece, length) < 0)
        fall_silent();
}

/* Replaces characters that must not reach a terminal by "?". Returns the new length. */
static size_t
clean_line(char *line, size_t length)
{
    unsigned char *to = (unsigned char *)line;
    const unsigned char *p = to, *end = p + length;
    for (size_t n; p < end; p += n)
        if (off_character_at(p, end, &n) == OFF_CHARACTER_TEXT) {
            memmove(to, p, n);
            to += n;
        } else {
            *to++ = '?';
        }
    return (size_t)(to - (unsigned char *)line);
}

static void __attribute__((format(printf, 2, 0)))
write_line(const char *front, const char *format, va_list words)
{
    char line[LINE_BYTES];
    size_t at = strlen(front);
    memcpy(line, front, at);
    int n = vsnprintf(line + at, sizeof line - at - 1, format, words);
    if (n < 0)
        return;
    at = clean_line(line, strnlen(line, sizeof line - 2));
    line[at] = '\n';
    write_piece(line, at + 1);
}

void
off_say(const struct off_options *o, const char *format, ...)
{
    va_list words;
    if (!o->verbose || o->quiet)
        return;
    va_start(words, format);
    write_line("", format, words);
    va_end(words);
}

void
off_tell(const char *format, ...)
{
    va_list words;
    va_start(words, format);
    write_line("offprint: ", format, words);
    va_end(words);
}

void
off_complain(const struct off_options *o, const char *words, size_t length)
{
    if (!o->quiet)
        off_tell("%.*s", (int)(length > LINE_BYTES ? LINE_BYTES : length), words);
}

void
off_say_progress(const struct off_options *o, const char *words, size_t length)
{
    char line[PROGRESS_BYTES + 8] = "\r\033[K";
    size_t front = strlen(line);
    if (o->quiet || o->verbose || !isatty(STDERR_FILENO))
        return;
    length = length > PROGRESS_BYTES ? PROGRESS_BYTES : length;
    memcpy(line + front, words, length);
    write_piece(line, front + clean_line(line + front, length));
}

void
off_say_summary(const struct off_options *o, const char *words, size_t length)
{
    int n = (int)(length > LINE_BYTES / 2 ? LINE_BYTES / 2 : length);
    off_say_progress(o, "", 0);
    if (!o->quiet && (o->verbose || isatty(STDERR_FILENO)))
        off_tell("%.*s%s", n, words, o->verbose ? "" : "; -v names each");
}
