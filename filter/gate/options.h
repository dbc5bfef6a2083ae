/* options.h: what the command line asked for. */
#ifndef OFF_OPTIONS_H
#define OFF_OPTIONS_H

#include <stdbool.h>

struct off_options {
    const char *from;    /* KIND of --from */
    const char *to;      /* KIND of --to; NULL: mime, or mbox where the input holds several items */
    const char *maildir; /* DIR of --to maildir:DIR, then to is "maildir"; NULL elsewhere */
    const char *base_url;
    const char *charset;
    /* what the configuration may say too: NULL, or below 0, where the command line does not */
    const char *original; /* gzip, message, drop */
    const char *images;   /* link, embed, drop */
    const char *allow_net;
    const char *cache;         /* FILE, "off"; NULL: where XDG says */
    const char *cache_command; /* info, clear; NULL: none */
    const char
        *sender; /* the address in From of an item's message; NULL: one that exists nowhere */
    const char *replay;
    const char *record;      /* a WARC file to be written; NULL: none */
    const char *config;      /* FILE, "off"; NULL: the usual places */
    const char *sites;       /* DIR of site rules; NULL: the XDG places */
    const char *check_sites; /* DIR whose rules are to be checked; NULL: none */
    const char *file;        /* FILE, or the URL with --from url; NULL: standard input */
    const char *in_place;    /* FILE to be rewritten */
    const char *cookies;     /* a Netscape cookie file; NULL: none */
    long connections, connections_per_host; /* 0: the fetcher's own */
    long articles;                          /* of a digest; below 0: not said */
    long width;                             /* columns; 0: a paragraph a line; below 0: not said */
    long deadline;                          /* seconds */
    long jobs;                              /* readers at a time, for an archive */
    long skip_records;                      /* of an archive */
    const char *explain; /* the kind of output that tells why; NULL: not wanted */
    bool require_sandbox, sandbox_test, print_config;
    bool no_fetch, restore, flowed, notes, strict, verbose, quiet;
};

enum off_parse { OFF_PARSE_RUN, OFF_PARSE_DONE, OFF_PARSE_USAGE };

/* Reads the command line into o. RUN: go on; DONE: --help or --version was answered on standard
 * output; USAGE: what is wrong was said on standard error. Strings stay argv's. */
enum off_parse off_options_parse(struct off_options *o, int argc, char **argv);

#endif
