/* kind.h: should a mail be left alone, and if not, what kind of newsletter is it? */
#ifndef OFF_LOCATE_KIND_H
#define OFF_LOCATE_KIND_H

#include "locate/evidence.h"

/* Is the mail left alone for a reason that is certain, whatever the forest says? *reason: a
 * constant word. */
gboolean off_is_certain(const float evidence[OFF_MAIL_FEATURES], const char **reason);

/* The kind of a mail by its evidence; OFF_KIND_NONE: it is to be left alone. *reason: a constant
 * word. */
OffKind off_kind_of(const OffLocateInput *input, const OffAnchors *anchors,
                    const float evidence[OFF_MAIL_FEATURES], const char **reason);

#endif
