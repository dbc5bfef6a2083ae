/* evidence.h: describes a mail as a row of numbers, which decides its kind. */
#ifndef OFF_EVIDENCE_H
#define OFF_EVIDENCE_H

#include "locate/anchors.h"

enum {
#define OFF_MAIL_FEATURE(name) OFF_M_##name,
#include "locate/mail-features.def"
#undef OFF_MAIL_FEATURE
    OFF_MAIL_FEATURES
};

#define OFF_AUTO_REPLY 2 /* of auto_submitted: an answer of a program (RFC 3834, 5) */

/* Fills in what the header fields and the Subject say. */
void off_evidence_of_header(const OffLocateInput *input, float out[OFF_MAIL_FEATURES]);

/* Fills in what the text says. */
void off_evidence_of_body(const OffLocateInput *input, const OffLetter *letter,
                          float out[OFF_MAIL_FEATURES]);

/* Fills in what the links and their stories say. */
void off_evidence_of_stories(const OffAnchors *anchors, float out[OFF_MAIL_FEATURES]);

/* A header field's value by name, whatever its case, or NULL. */
const char *off_locate_field(const OffLocateInput *input, const char *name);

#endif
