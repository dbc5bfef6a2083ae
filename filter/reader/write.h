/* write.h: an article as the kind of output that was asked for. */
#ifndef OFF_WRITE_H
#define OFF_WRITE_H

#include "reader/job.h"

/* Appends an article. The writers, one for each kind of output, have the same signature;
 * wire/kinds.def assigns them to kinds. */
typedef void (*OffWriter)(GByteArray *out, const OffWork *w, const OffArticle *article, OffJob *job,
                          const OffOutcome *o);

#define OFF_TO(name, word, result, writer)                                                         \
    void off_write_##writer(GByteArray *out, const OffWork *w, const OffArticle *article,          \
                            OffJob *job, const OffOutcome *o);
#define OFF_TO_INNER OFF_TO
#include "wire/kinds.def"

/* Appends it as job->to says. */
void off_write_article(GByteArray *out, const OffWork *w, const OffArticle *article, OffJob *job,
                       const OffOutcome *o);

/* Appends a mail that stays as it is, among others. */
void off_write_original(GByteArray *out, const OffWork *work, const OffJob *job,
                        const OffOutcome *outcome);

/* Is the kind of output neither a message nor the input's own kind, so that its fall-back is the
 * plainest rendering of the input? */
gboolean off_to_is_rendering(OffTo to);

#endif
