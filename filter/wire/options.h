/* options.h: what the command line asked for, as options.def lists it: shared by the gate, which
 * reads the command line, and by reader and fetcher, which are told. libc only. */
#ifndef OFF_WIRE_OPTIONS_H
#define OFF_WIRE_OPTIONS_H

#include "wire/wire.h"

/* What a value may be. */
enum off_value {
    OFF_VALUE_FLAG,    /* no value: the member becomes true */
    OFF_VALUE_UNFLAG,  /* no value: the member becomes false */
    OFF_VALUE_NUMBER,  /* decimal, within bounds */
    OFF_VALUE_WORDS,   /* one of some words; "epub:FILE" stands for epub: and something after it */
    OFF_VALUE_TEXT,    /* anything but nothing, as the name of a file */
    OFF_VALUE_LINE,    /* printable ASCII */
    OFF_VALUE_URL,     /* an address from the input; an invalid one is ignored */
    OFF_VALUE_CHARSET, /* the same for the name of a charset */
    OFF_VALUE_ADDRESS, /* a mail address */
    OFF_VALUE_NETS,    /* ADDRESS[/BITS][:PORT], several with commas */
    OFF_VALUE_IN_FILE, /* a file that can be read; in the configuration an absolute path, or ~/ */
    OFF_VALUE_IN_FILE_OR_OFF,
    OFF_VALUE_IN_FOLDER,  /* a folder that can be read */
    OFF_VALUE_IN_ARCHIVE, /* a WARC file that can be read */
    OFF_VALUE_OUT_FILE,   /* a file that can be written, or made */
};

struct off_type {
    enum off_value value;
    long low, high;    /* of a number */
    const char *words; /* with blanks between them */
};

enum off_goes { OFF_GOES_GATE = 0, OFF_GOES_READER = 1, OFF_GOES_FETCHER = 2, OFF_GOES_BOTH = 3 };

struct off_option {
    const char *word; /* without "--" */
    int letter;       /* 0: none */
    const char *argument, *otherwise, *help;
    struct off_type type;
    size_t offset; /* of the member in struct off_options */
    enum off_goes goes;
    unsigned tag; /* enum off_field; 0: none */
    bool is_key;  /* of offprint.conf too */
};

#define OFF_MEMBER_FLAG bool
#define OFF_MEMBER_UNFLAG bool
#define OFF_MEMBER_NUMBER(low, high) long
#define OFF_MEMBER_WORDS(words) const char *
#define OFF_MEMBER_TEXT const char *
#define OFF_MEMBER_LINE const char *
#define OFF_MEMBER_URL const char *
#define OFF_MEMBER_CHARSET const char *
#define OFF_MEMBER_ADDRESS const char *
#define OFF_MEMBER_NETS const char *
#define OFF_MEMBER_IN_FILE const char *
#define OFF_MEMBER_IN_FOLDER const char *
#define OFF_MEMBER_OUT_FILE const char *
#define OFF_MEMBER_IN_ARCHIVE const char *
#define OFF_MEMBER_IN_FILE_OR_OFF const char *

/* clang-format off */
#define OFF_TYPE_FLAG {.value = OFF_VALUE_FLAG}
#define OFF_TYPE_UNFLAG {.value = OFF_VALUE_UNFLAG}
#define OFF_TYPE_TEXT {.value = OFF_VALUE_TEXT}
#define OFF_TYPE_LINE {.value = OFF_VALUE_LINE}
#define OFF_TYPE_URL {.value = OFF_VALUE_URL}
#define OFF_TYPE_CHARSET {.value = OFF_VALUE_CHARSET}
#define OFF_TYPE_ADDRESS {.value = OFF_VALUE_ADDRESS}
#define OFF_TYPE_NETS {.value = OFF_VALUE_NETS}
#define OFF_TYPE_IN_FILE {.value = OFF_VALUE_IN_FILE}
#define OFF_TYPE_IN_FILE_OR_OFF {.value = OFF_VALUE_IN_FILE_OR_OFF}
#define OFF_TYPE_IN_FOLDER {.value = OFF_VALUE_IN_FOLDER}
#define OFF_TYPE_IN_ARCHIVE {.value = OFF_VALUE_IN_ARCHIVE}
#define OFF_TYPE_OUT_FILE {.value = OFF_VALUE_OUT_FILE}
#define OFF_TYPE_NUMBER(least, most) {.value = OFF_VALUE_NUMBER, .low = (least), .high = (most)}
#define OFF_TYPE_WORDS(list) {.value = OFF_VALUE_WORDS, .words = (list)}

/* clang-format on */

/* A member that neither the command line nor a default sets is NULL, false, or below 0. So is one
 * that offprint.conf may set as well. */
struct off_options {
#define OFF_OPTION(name, letter, word, argument, type, member, otherwise, goes, tag, help)         \
    OFF_MEMBER_##type member;
#include "wire/options.def"
    const char *file;    /* FILE, or the URL with --from url; NULL: standard input */
    char *addresses;     /* of --suggest-rules, a line each: file is the same; owned */
    const char *epub;    /* FILE of --to epub:FILE, then to is "epub"; NULL elsewhere */
    const char *maildir; /* DIR of --to maildir:DIR, then to is "maildir"; NULL elsewhere */
};

/* The words of --from and --to, with blanks between them. */
extern const char off_from_words[], off_to_words[];

extern const struct off_option off_options_table[];
extern const size_t off_options_count;

/* The output if no article could be made, for each kind: see kinds.def. */
enum off_result { OFF_RESULT_MESSAGE, OFF_RESULT_INPUT, OFF_RESULT_PLAIN };

/* The kind of result that a word of --to names; NULL is mime. */
enum off_result off_to_result(const char *word);

/* Sets every member to its default. */
void off_options_init(struct off_options *o);

/* Is this a value of the type? Bounds, words and forms are looked at, files are not. */
bool off_value_is(const struct off_type *type, const char *value);

/* Writes what the type takes, for a message: "gzip, message or drop". */
void off_value_expected(const struct off_type *type, char *out, size_t size);

/* The first invalid entry of a list of networks, and its length; NULL: all are valid. */
const char *off_nets_wrong(const char *list, size_t *length);

/* Sets the member of an option; value (which stays the caller's) is one of its type, or NULL for a
 * flag. */
void off_option_set(struct off_options *o, const struct off_option *option, const char *value);

/* Appends a field for each option that goes to a process and was given or has a default; false if
 * there is no memory. */
bool off_options_send(struct off_buffer *fields, const struct off_options *o, enum off_goes to);

/* Reads the fields; an invalid value is ignored. Strings are malloc'ed. */
void off_options_read(struct off_options *o, const unsigned char *body, size_t size,
                      enum off_goes to);

#endif
