/* options.c: the options as a table, and their way to the other processes. */
#include "config.h"

#include "wire/options.h"

#include "wire/bounds.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char off_from_words[] =
#define OFF_FROM(name, word) word " "
#include "wire/kinds.def"
    ;

const char off_to_words[] =
#define OFF_TO(name, word, result, writer) word " "
#include "wire/kinds.def"
    ;

const struct off_option off_options_table[] = {
#define OFF_ROW(letter, word, argument, type, member, otherwise, goes, tag, help, is_key)          \
    {word,                                                                                         \
     letter,                                                                                       \
     argument,                                                                                     \
     otherwise,                                                                                    \
     help,                                                                                         \
     OFF_TYPE_##type,                                                                              \
     offsetof(struct off_options, member),                                                         \
     OFF_GOES_##goes,                                                                              \
     tag,                                                                                          \
     is_key},
#define OFF_OPTION(name, letter, word, argument, type, member, otherwise, goes, tag, help)         \
    OFF_ROW(letter, word, argument, type, member, otherwise, goes, tag, help, false)
#define OFF_OPTION_KEY(name, letter, word, argument, type, member, otherwise, goes, tag, help)     \
    OFF_ROW(letter, word, argument, type, member, otherwise, goes, tag, help, true)
#include "wire/options.def"
};
const size_t off_options_count = sizeof off_options_table / sizeof *off_options_table;

enum off_result
off_to_result(const char *word)
{
    static const struct {
        const char *word;
        enum off_result result;
    } kinds[] = {
#define OFF_TO(name, word, result, writer) {word, OFF_RESULT_##result},
#define OFF_TO_INNER OFF_TO
#include "wire/kinds.def"
    };
    for (size_t i = 0; word && i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(word, kinds[i].word, strlen(word)) == 0 &&
            strchr(":", kinds[i].word[strlen(word)]))
            return kinds[i].result;
    return OFF_RESULT_MESSAGE;
}

/* --- values --------------------------------------------------------------------------------- */

static bool
is_number(const char *value, long low, long high, long *out)
{
    char *end;
    errno = 0;
    *out = strtol(value, &end, 10);
    return !errno && end != value && *end == '\0' && *out >= low && *out <= high;
}

/* A word ends at a blank; text after a colon in it is a placeholder for the user's value. */
static bool
is_word(const char *words, const char *value)
{
    for (const char *word = words; *word; word += strspn(word, " ")) {
        size_t n = strcspn(word, " "), fixed = strcspn(word, ": ");
        bool same = strncmp(word, value, fixed) == 0;
        if (fixed == n && same && value[n] == '\0')
            return true;
        if (fixed < n && same && value[fixed] == ':' && value[fixed + 1])
            return true;
        word += n;
    }
    return false;
}

/* Local part, at, domain, and nothing that could end a header field. */
static bool
is_address(const char *value)
{
    const char *at = strchr(value, '@');
    for (const char *p = value; *p; p++)
        if (*p <= ' ' || *p >= 0x7f || strchr("<>()[],;:\\\"", *p))
            return false;
    return at && at != value && at[1] && !strchr(at + 1, '@') && strlen(value) <= OFF_SENDER_MAX;
}

static bool
is_line(const char *value)
{
    for (const char *p = value; *p; p++)
        if (*p < ' ' || *p > '~')
            return false;
    return true;
}

/* Parses ADDRESS, in brackets if it is IPv6 and a port follows. Returns what follows it, and sets
 * the number of bits of such an address; NULL if it is invalid. */
static const char *
after_address(const char *text, size_t length, long *bits)
{
    unsigned char bytes[16];
    char address[64];
    bool bracket = length > 0 && *text == '[';
    bool v6 = bracket || memchr(text, '.', length) == NULL;
    size_t n = bracket ? strcspn(text, "]") : strcspn(text, v6 ? "/" : "/:");
    n = n > length ? length : n;
    if (n - bracket >= sizeof address || (bracket && text[n] != ']'))
        return NULL;
    snprintf(address, sizeof address, "%.*s", (int)(n - bracket), text + bracket);
    *bits = v6 ? 128 : 32;
    return inet_pton(v6 ? AF_INET6 : AF_INET, address, bytes) == 1 ? text + n + bracket : NULL;
}

/* Parses the digits after a mark, if the mark is there. Returns what follows; NULL if the number is
 * missing or above most. */
static const char *
after_number(const char *text, const char *end, char mark, long most)
{
    char digits[8];
    long number;
    if (text >= end || *text != mark)
        return text;
    size_t n = strspn(text + 1, "0123456789");
    if (n == 0 || n >= sizeof digits)
        return NULL;
    snprintf(digits, sizeof digits, "%.*s", (int)n, text + 1);
    return is_number(digits, 0, most, &number) ? text + 1 + n : NULL;
}

static bool
is_net(const char *text, size_t length)
{
    long bits;
    const char *end = text + length, *rest = after_address(text, length, &bits);
    rest = rest ? after_number(rest, end, '/', bits) : NULL;
    rest = rest ? after_number(rest, end, ':', 65535) : NULL;
    return rest == end;
}

const char *
off_nets_wrong(const char *list, size_t *length)
{
    for (const char *entry = list;; entry++) {
        entry += strspn(entry, " ");
        size_t n = strcspn(entry, ","), bare = n;
        while (bare > 0 && entry[bare - 1] == ' ')
            bare--;
        *length = bare;
        if (!is_net(entry, bare))
            return entry;
        entry += n;
        if (*entry == '\0')
            return NULL;
    }
}

bool
off_value_is(const struct off_type *type, const char *value)
{
    long number;
    size_t length;
    if (type->value == OFF_VALUE_URL || type->value == OFF_VALUE_CHARSET)
        return true;
    if (*value == '\0' || strlen(value) > OFF_OPTION_MAX)
        return false;
    switch (type->value) {
    case OFF_VALUE_NUMBER: return is_number(value, type->low, type->high, &number);
    case OFF_VALUE_WORDS: return is_word(type->words, value);
    case OFF_VALUE_ADDRESS: return is_address(value);
    case OFF_VALUE_NETS: return !off_nets_wrong(value, &length);
    case OFF_VALUE_LINE: return is_line(value);
    default: return true;
    }
}

static void
list_words(const char *words, char *out, size_t size)
{
    size_t at = 0;
    while (*words && at < size) {
        size_t n = strcspn(words, " ");
        const char *next = words + n + strspn(words + n, " ");
        const char *more = next + strcspn(next, " ");
        const char *joint = !*next ? "" : more[strspn(more, " ")] ? ", " : " or ";
        int added = snprintf(out + at, size - at, "%.*s%s", (int)n, words, joint);
        at += added > 0 ? (size_t)added : size;
        words = next;
    }
}

void
off_value_expected(const struct off_type *type, char *out, size_t size)
{
    static const char *const expected[] = {
        [OFF_VALUE_TEXT] = "a name",
        [OFF_VALUE_LINE] = "printable ASCII",
        [OFF_VALUE_URL] = "an http or https address",
        [OFF_VALUE_CHARSET] = "the name of a charset",
        [OFF_VALUE_ADDRESS] = "a mail address, as letters@example.org",
        [OFF_VALUE_NETS] = "a network ADDRESS[/BITS][:PORT], as 10.0.0.0/8 or [fd00::]/8:8080",
        [OFF_VALUE_IN_FILE] = "a path that begins with / or ~/",
        [OFF_VALUE_IN_FILE_OR_OFF] = "the name of a file, or off",
        [OFF_VALUE_IN_FOLDER] = "the name of a folder",
        [OFF_VALUE_IN_ARCHIVE] = "the name of a WARC archive",
        [OFF_VALUE_OUT_FILE] = "the name of a file",
    };
    if (type->value == OFF_VALUE_WORDS)
        list_words(type->words, out, size);
    else if (type->value == OFF_VALUE_NUMBER && type->high == LONG_MAX)
        snprintf(out, size, "a number, %ld or more", type->low);
    else if (type->value == OFF_VALUE_NUMBER)
        snprintf(out, size, "a number from %ld to %ld", type->low, type->high);
    else
        snprintf(out, size, "%s", expected[type->value] ? expected[type->value] : "");
}

/* --- members -------------------------------------------------------------------------------- */

void
off_option_set(struct off_options *o, const struct off_option *option, const char *value)
{
    void *member = (char *)o + option->offset;
    switch (option->type.value) {
    case OFF_VALUE_FLAG: *(bool *)member = true; break;
    case OFF_VALUE_UNFLAG: *(bool *)member = false; break;
    case OFF_VALUE_NUMBER: *(long *)member = strtol(value, NULL, 10); break;
    default: *(const char **)member = value; break;
    }
}

void
off_options_init(struct off_options *o)
{
    memset(o, 0, sizeof *o);
    for (size_t i = 0; i < off_options_count; i++) {
        const struct off_option *option = &off_options_table[i];
        void *member = (char *)o + option->offset;
        bool given = *option->otherwise && !option->is_key;
        if (option->type.value == OFF_VALUE_UNFLAG)
            *(bool *)member = true;
        else if (option->type.value == OFF_VALUE_NUMBER)
            *(long *)member = given ? strtol(option->otherwise, NULL, 10) : -1;
        else if (option->type.value != OFF_VALUE_FLAG)
            *(const char **)member = given ? option->otherwise : NULL;
    }
}

/* --- the way to the others -------------------------------------------------------------------- */

static bool
send_option(struct off_buffer *fields, const struct off_options *o, const struct off_option *option)
{
    const void *member = (const char *)o + option->offset;
    enum off_field tag = (enum off_field)option->tag;
    switch (option->type.value) {
    case OFF_VALUE_FLAG:
    case OFF_VALUE_UNFLAG: return off_field_add_number(fields, tag, *(const bool *)member);
    case OFF_VALUE_NUMBER: {
        long number = *(const long *)member;
        return number < 0 || off_field_add_number(fields, tag, number);
    }
    default: return off_field_add_string(fields, tag, *(const char *const *)member);
    }
}

bool
off_options_send(struct off_buffer *fields, const struct off_options *o, enum off_goes to)
{
    bool sent = true;
    for (size_t i = 0; i < off_options_count && sent; i++)
        if (off_options_table[i].goes & to)
            sent = send_option(fields, o, &off_options_table[i]);
    return sent;
}

void
off_options_read(struct off_options *o, const unsigned char *body, size_t size, enum off_goes to)
{
    off_options_init(o);
    for (size_t i = 0; i < off_options_count; i++) {
        const struct off_option *option = &off_options_table[i];
        enum off_field tag = (enum off_field)option->tag;
        void *member = (char *)o + option->offset;
        enum off_value value = option->type.value;
        if (!(option->goes & to))
            continue;
        if (value == OFF_VALUE_FLAG || value == OFF_VALUE_UNFLAG)
            *(bool *)member = off_field_number(body, size, tag, *(bool *)member) != 0;
        else if (value == OFF_VALUE_NUMBER)
            *(long *)member = (long)off_field_number(body, size, tag, *(long *)member);
        else if (off_field_find(body, size, tag, &(size_t){0}))
            *(const char **)member = off_field_string(body, size, tag);
    }
}
