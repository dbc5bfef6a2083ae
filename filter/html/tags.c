/* tags.c: the elements that the parser knows by name. */
#include "config.h"

#include "html/tags.h"

#include <string.h>

#define NAME_BYTES 16

static const struct {
    char name[NAME_BYTES];
    guint8 flags;
} tags[] = {
    {"", 0},
#define SPECIAL OFF_HTML_SPECIAL
#define FORMATTING OFF_HTML_FORMATTING
#define SCOPE OFF_HTML_SCOPE
#define MARKS OFF_HTML_MARKS
#define IMPLIED OFF_HTML_IMPLIED
#define ROW OFF_HTML_ROW
#define BREAKS OFF_HTML_BREAKS
#define OFF_HTML_TAG(id, name, flags, start, end) {name, flags},
#include "html/tags.def"
#undef OFF_HTML_TAG
#undef SPECIAL
#undef FORMATTING
#undef SCOPE
#undef MARKS
#undef IMPLIED
#undef ROW
#undef BREAKS
};

G_STATIC_ASSERT(G_N_ELEMENTS(tags) == OFF_HTML_TAGS);
G_STATIC_ASSERT(OFF_HTML_TAGS < G_MAXUINT8 && OFF_HTML_TAGS * 2 < OFF_HTML_SLOTS);

static guint
hash_name(const char *name, gsize length)
{
    guint first = (guchar)name[0], last = (guchar)name[length - 1];
    guint middle = (guchar)name[length / 2];
    return (guint)(first * 37 + last * 101 + middle * 11 + length * 7) % OFF_HTML_SLOTS;
}

void
off_html_names_init(OffHtmlNames *names)
{
    memset(names, 0, sizeof *names);
    for (guint tag = 1; tag < OFF_HTML_TAGS; tag++) {
        guint at = hash_name(tags[tag].name, strlen(tags[tag].name));
        while (names->slot[at])
            at = (at + 1) % OFF_HTML_SLOTS;
        names->slot[at] = (guint8)tag;
    }
}

OffHtmlTag
off_html_tag(const OffHtmlNames *names, const char *name, gsize length)
{
    if (length == 0 || length >= NAME_BYTES)
        return OFF_HTML_OTHER;
    guint at = hash_name(name, length);
    for (; names->slot[at]; at = (at + 1) % OFF_HTML_SLOTS) {
        const char *known = tags[names->slot[at]].name;
        if (memcmp(known, name, length) == 0 && known[length] == '\0')
            return names->slot[at];
    }
    return OFF_HTML_OTHER;
}

const char *
off_html_name(OffHtmlTag tag)
{
    return tags[tag].name;
}

guint
off_html_flags(OffHtmlTag tag)
{
    return tags[tag].flags;
}
