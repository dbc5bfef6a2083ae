/* conf.h: the files of the configuration. The gate alone reads them; what is in them it does not
 * know. */
#ifndef OFF_CONF_H
#define OFF_CONF_H

#include "gate/options.h"
#include "wire/wire.h"

/* Appends a frame OFF_FRAME_CONF for each file there is, the weakest first: that below sysconfdir,
 * the user's own (XDG Base Directory Specification); or that of --config alone. What cannot be read
 * is told on standard error. Returns false where memory is out. */
bool off_conf_send(const struct off_options *options, struct off_buffer *out);

/* Where a path of the configuration is on this machine: "~/" is the home directory. Returns it
 * malloc'ed, or NULL where it stands in none of the files: nobody but the user says which file is
 * opened. */
char *off_conf_path(const struct off_options *options, const char *path);

#endif
