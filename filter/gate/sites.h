/* sites.h: finds and reads the files of site rules. Only the gate opens them; it does not parse
 * them. */
#ifndef OFF_SITES_H
#define OFF_SITES_H

#include "gate/options.h"
#include "wire/wire.h"

/* Is there a directory of rules: that of --sites, or one in the XDG places or below sysconfdir? */
bool off_sites_exist(const struct off_options *options);

/* Answers a reader that asks for the rules of a host: a frame OFF_FRAME_SITE for each file that
 * applies, the nearest first (example.com.txt, .example.com.txt, .com.txt, then global.txt), and an
 * empty one. False where memory is out. */
bool off_sites_answer(const struct off_options *options, const struct off_frame_view *question,
                      struct off_buffer *out);

/* The same for all files of --check-sites. Returns 0, or the errno of what could not be read. */
int off_sites_send_all(const char *dir, struct off_buffer *out);

#endif
