/* conf.h: finds and reads the files of the configuration. Only the gate opens them; it does not
 * parse them. */
#ifndef OFF_CONF_H
#define OFF_CONF_H

#include "gate/options.h"
#include "wire/wire.h"

/* Appends a frame OFF_FRAME_CONF for each file there is, the weakest first: that below sysconfdir,
 * the user's own (XDG Base Directory Specification); or that of --config alone. What cannot be read
 * is told on standard error. Returns false where memory is out. */
bool off_conf_send(const struct off_options *options, struct off_buffer *out);

/* A file that the configuration names. */
struct off_conf_path {
    char *path;            /* on this machine: "~/" is the home directory. malloc'ed */
    char where[4096 + 16]; /* FILE:LINE of the value */
};

/* Finds a cookie file by its name in the configuration. Returns false if no configuration file
 * contains the name: only the user may say which file is opened. */
bool off_conf_find_cookies(const struct off_options *options, const char *path,
                           struct off_conf_path *found);

/* Is there a line KEY = VALUE in the configuration? The reader, which reads the files, is not taken
 * at its word. */
bool off_conf_sets(const struct off_options *options, const char *key, const char *value);

#endif
