/* tags.c: one tag, and the meaning of its name in a feed. */
#include "config.h"

#include "input/tags.h"

#include "input/entities.h"
#include "wire/bounds.h"

#include <string.h>

typedef struct {
    const char *name, *value;
    gsize name_length, value_length;
    gboolean quoted;
    char quote;
} Attribute;

static gboolean
begins_name(guchar c)
{
    return g_ascii_isalpha(c) || c == '_' || c == ':' || c >= 0x80;
}

gsize
off_name_length(const char *p, const char *end)
{
    const char *start = p;
    if (p >= end || !begins_name((guchar)*p))
        return 0;
    while (p < end && (begins_name((guchar)*p) || g_ascii_isdigit(*p) || *p == '-' || *p == '.'))
        p++;
    return (gsize)(p - start);
}

static const char *
skip_space(const char *p, const char *end)
{
    while (p < end && g_ascii_isspace(*p))
        p++;
    return p;
}

/* The value after "="; NULL if its quotes do not end. */
static const char *
read_value(const char *p, const char *end, Attribute *a)
{
    if (*p == '"' || *p == '\'') {
        const char *close = memchr(p + 1, *p, (gsize)(end - p - 1));
        if (!close)
            return NULL;
        a->quoted = TRUE;
        a->quote = *p;
        a->value = p + 1;
        a->value_length = (gsize)(close - p - 1);
        return close + 1;
    }
    const char *stop = p;
    while (stop < end && !g_ascii_isspace(*stop) && *stop != '>' &&
           !(*stop == '/' && stop + 1 < end && stop[1] == '>'))
        stop++;
    a->value = p;
    a->value_length = (gsize)(stop - p);
    return stop;
}

/* Reads one attribute; NULL if there is none. */
static const char *
read_attribute(const char *p, const char *end, Attribute *a)
{
    memset(a, 0, sizeof *a);
    a->name = p;
    a->name_length = off_name_length(p, end);
    if (a->name_length == 0)
        return NULL;
    p += a->name_length;
    const char *equals = skip_space(p, end);
    if (equals >= end || *equals != '=') {
        a->value = a->name;
        a->value_length = a->name_length;
        return p;
    }
    const char *value = skip_space(equals + 1, end);
    return value < end ? read_value(value, end, a) : NULL;
}

/* Attributes that XML would take as they are. */
static gboolean
is_sound(const Attribute *a)
{
    if (!a->quoted)
        return FALSE;
    for (gsize i = 0; i < a->value_length; i++) {
        guchar c = (guchar)a->value[i];
        if (c == '<' || c == '&' || (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xef)
            return FALSE;
    }
    return TRUE;
}

gsize
off_tag_read(const char *at, const char *end, OffTagBytes *tag)
{
    Attribute a;
    const char *p = at + 1;
    memset(tag, 0, sizeof *tag);
    tag->name = p;
    tag->name_length = off_name_length(p, end);
    p += tag->name_length;
    if (tag->name_length == 0 || p >= end || !(g_ascii_isspace(*p) || *p == '>' || *p == '/'))
        return 0;
    for (guint attributes = 0; p < end && attributes < OFF_ATTRIBUTES_MAX; attributes++) {
        const char *next = skip_space(p, end);
        if (next < end && *next == '>')
            return (gsize)(next - at) + 1;
        if (next + 1 < end && next[0] == '/' && next[1] == '>') {
            tag->empty = TRUE;
            return (gsize)(next - at) + 2;
        }
        if (next >= end || *next == '<')
            return 0;
        const char *behind = read_attribute(next, end, &a);
        if (!behind && off_name_length(next, end) > 0)
            return 0;
        tag->odd |= !behind || next == p || !is_sound(&a);
        p = behind ? behind : next + 1; /* a stray quote or stroke */
    }
    return 0;
}

static void
append_value(GString *out, const Attribute *a, GHashTable *declared, gboolean *changed)
{
    const char *end = a->value + a->value_length;
    for (const char *p = a->value; p < end;) {
        guchar c = (guchar)*p;
        gboolean beyond = c == 0xef && end - p >= 3 && (guchar)p[1] == 0xbf && (guchar)p[2] >= 0xbe;
        if (c == '&') {
            p += off_reference_append(out, p, end, declared, changed);
        } else if (c == '<' || (c == '"' && !a->quoted)) {
            g_string_append(out, c == '<' ? "&lt;" : "&quot;");
            *changed = TRUE;
            p++;
        } else if (beyond || (c < 0x20 && c != '\t' && c != '\n' && c != '\r')) {
            *changed = TRUE;
            p += beyond ? 3 : 1;
        } else {
            g_string_append_c(out, *p++);
        }
    }
}

gboolean
off_tag_write(GString *out, const char *at, gsize length, const OffTagBytes *tag,
              GHashTable *declared)
{
    const char *end = at + length, *p = at + 1 + tag->name_length;
    gboolean changed = FALSE;
    Attribute a;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gsize start = out->len;
    g_string_append_len(out, at, p - at);
    while (p < end) {
        const char *next = skip_space(p, end);
        if (*next == '>' || (*next == '/' && next[1] == '>'))
            break;
        const char *behind = read_attribute(next, end, &a);
        if (!behind || !g_hash_table_add(seen, g_strndup(a.name, a.name_length))) {
            changed = TRUE;
            p = behind ? behind : next + 1;
            continue;
        }
        changed |= !a.quoted || next == p;
        const char *quote = a.quoted && a.quote == '\'' ? "'" : "\"";
        g_string_append_c(out, ' ');
        g_string_append_len(out, a.name, (gssize)a.name_length);
        g_string_append_c(out, '=');
        g_string_append(out, quote);
        append_value(out, &a, declared, &changed);
        g_string_append(out, quote);
        p = behind;
    }
    g_string_append(out, tag->empty ? "/>" : ">");
    if (changed || (tag->empty && end[-2] != '/'))
        return TRUE;
    g_string_truncate(out, start);
    g_string_append_len(out, at, (gssize)length);
    return FALSE;
}

void
off_markup_replace(GString *out, const char *text, gsize length, GHashTable *declared)
{
    const char *p = text, *end = text + length;
    while (p < end) {
        const char *and = declared ? memchr(p, '&', (gsize)(end - p)) : NULL;
        const char *close = and? memchr(and, ';', (gsize)(end - and)) : NULL;
        if (!close)
            break;
        g_autofree char *name = g_strndup(and+1, (gsize)(close - and) - 1);
        const char *value = g_hash_table_lookup(declared, name);
        g_string_append_len(out, p, and-p);
        if (value)
            g_string_append(out, value);
        else
            g_string_append_len(out, and, close - and+1);
        p = close + 1;
    }
    g_string_append_len(out, p, end - p);
}

/* --- names --- */

static gboolean
is_one_of(const char *name, gsize length, const char *const *names)
{
    for (; *names; names++)
        if (strlen(*names) == length && memcmp(*names, name, length) == 0)
            return TRUE;
    return FALSE;
}

static void
without_prefix(const char **name, gsize *length)
{
    const char *colon = memchr(*name, ':', *length);
    if (!colon)
        return;
    *length -= (gsize)(colon - *name) + 1;
    *name = colon + 1;
}

gboolean
off_tag_is_item(const char *name, gsize length)
{
    static const char *const items[] = {"item", "entry", NULL};
    without_prefix(&name, &length);
    return is_one_of(name, length, items);
}

gboolean
off_tag_is_feed(const char *name, gsize length)
{
    static const char *const feeds[] = {"channel", "feed", "RDF", "rss", NULL};
    without_prefix(&name, &length);
    return is_one_of(name, length, feeds);
}

gboolean
off_tag_is_void(const char *name, gsize length)
{
    static const char *const voids[] = {"br",    "img", "hr",    "input", "meta", "col",
                                        "embed", "wbr", "param", "area",  NULL};
    return is_one_of(name, length, voids);
}

/* Fields that hold text alone, and fields that may hold the markup of a page. */
static const char *const plain_fields[] = {
    "title",     "link",      "guid",     "pubDate", "author",    "category", "comments",
    "language",  "id",        "name",     "uri",     "published", "updated",  "lastBuildDate",
    "generator", "email",     "creator",  "date",    "ttl",       "docs",     "managingEditor",
    "webMaster", "copyright", "subtitle", NULL};
static const char *const rich_fields[] = {"description", "encoded", "summary", "content", NULL};
/* Names that no page has: they begin another field. */
static const char *const feed_names[] = {
    "guid",    "pubDate",     "author", "category",  "comments", "enclosure", "creator", "encoded",
    "updated", "description", "id",     "published", "language", "date",      NULL};
/* Names that pages have too. */
static const char *const shared_names[] = {"title", "link", "summary", "content", "source", NULL};

gboolean
off_tag_ends_field(const char *field, gsize field_length, const char *name, gsize length)
{
    without_prefix(&field, &field_length);
    gboolean prefixed = memchr(name, ':', length) != NULL;
    without_prefix(&name, &length);
    gboolean feeds = prefixed || is_one_of(name, length, feed_names);
    if (is_one_of(field, field_length, rich_fields))
        return feeds;
    /* An author's name, address and title lie in it. */
    static const char *const author[] = {"author", "contributor", NULL};
    if (is_one_of(field, field_length, author) && is_one_of(name, length, shared_names))
        return FALSE;
    return is_one_of(field, field_length, plain_fields) &&
           (feeds || is_one_of(name, length, shared_names));
}

gsize
off_tag_find_root(const char *head)
{
    static const char *const roots[] = {"rss", "feed", "RDF", "channel", "item", "entry", NULL};
    const char *end = head + strlen(head);
    for (const char *p = strchr(head, '<'); p; p = strchr(p + 1, '<')) {
        const char *name = p + 1;
        gsize length;
        if (strncmp(p, "<!--", 4) == 0) {
            const char *close = strstr(p, "-->");
            if (!close)
                break;
            p = close;
            continue;
        }
        length = off_name_length(name, end);
        without_prefix(&name, &length);
        if (length > 0 && is_one_of(name, length, roots))
            return (gsize)(p - head);
    }
    return (gsize)(end - head);
}

char *
off_without_comments(const char *text)
{
    GString *out = g_string_new(NULL);
    const char *open;
    while ((open = strstr(text, "<!--"))) {
        const char *close = strstr(open, "-->");
        g_string_append_len(out, text, open - text);
        if (!close)
            return g_string_free(out, FALSE);
        text = close + 3;
    }
    g_string_append(out, text);
    return g_string_free(out, FALSE);
}
