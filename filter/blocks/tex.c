/* tex.c: formulas in TeX as text. The text shows the formula's meaning, not its layout. */
#include "config.h"

#include "blocks/tex.h"

#include "dom/dom.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 16
#define NODES_MAX 2000

typedef struct {
    const char *at;
    guint depth, nodes;
} Tex;

static const struct {
    const char *name, *text; /* text NULL: only a style */
} names[] = {
#define OFF_TEX_SYMBOL(name, text) {#name, text},
#define OFF_TEX_STYLE(name) {#name, NULL},
#include "blocks/tex.def"
#undef OFF_TEX_SYMBOL
#undef OFF_TEX_STYLE
};

static int
compare_command(const void *name, const void *entry)
{
    return strcmp(name, *(const char *const *)entry);
}

static void read_group(Tex *t, xmlNode *out);

static void
add_text(xmlNode *out, const char *text)
{
    xmlAddChild(out, xmlNewDocText(out->doc, BAD_CAST text));
}

static void
add_bytes(xmlNode *out, const char *text, gsize length)
{
    g_autofree char *copy = g_strndup(text, length);
    add_text(out, copy);
}

static void
skip_blanks(Tex *t)
{
    while (g_ascii_isspace(*t->at))
        t->at++;
}

static void read_atom(Tex *t, xmlNode *out);

/* An argument: a group in braces or one atom. */
static void
read_argument(Tex *t, xmlNode *out)
{
    skip_blanks(t);
    if (*t->at != '{') {
        read_atom(t, out);
        return;
    }
    t->at++;
    read_group(t, out);
    if (*t->at == '}')
        t->at++;
}

/* "[...]" after a command, or "{...}" whose content is a name and no formula. */
static void
skip_bracket(Tex *t, char open, char close)
{
    skip_blanks(t);
    if (*t->at != open)
        return;
    const char *end = strchr(t->at, close);
    t->at = end ? end + 1 : t->at + strlen(t->at);
}

/* A new element, or NULL if there are too many: the formula ends there. */
static xmlNode *
new_element(Tex *t, xmlNode *out, const char *name)
{
    if (++t->nodes > NODES_MAX) {
        t->at += strlen(t->at);
        return NULL;
    }
    return xmlNewChild(out, NULL, BAD_CAST name, NULL);
}

/* In parentheses, unless it is one character. */
static void
add_part(Tex *t, xmlNode *out)
{
    xmlNode *part = new_element(t, out, "span");
    if (!part)
        return;
    read_argument(t, part);
    g_autofree char *text = off_text_of(part);
    if (g_utf8_strlen(text, -1) <= 1 || text[strspn(text, "0123456789")] == '\0')
        return;
    xmlAddPrevSibling(part, xmlNewDocText(out->doc, BAD_CAST "("));
    xmlAddNextSibling(part, xmlNewDocText(out->doc, BAD_CAST ")"));
}

static void
read_fraction(Tex *t, xmlNode *out, const char *sign)
{
    xmlNode *whole = new_element(t, out, "span");
    if (!whole)
        return;
    add_part(t, whole);
    add_text(whole, sign);
    add_part(t, whole);
}

static void
read_root(Tex *t, xmlNode *out)
{
    skip_bracket(t, '[', ']');
    add_text(out, "\u221a");
    add_part(t, out);
}

/* \text{...}: words, as they are. */
static void
read_words(Tex *t, xmlNode *out)
{
    skip_blanks(t);
    if (*t->at != '{')
        return;
    gsize n = strcspn(t->at + 1, "{}");
    add_bytes(out, t->at + 1, n);
    t->at += 1 + n;
    t->at += *t->at == '}';
}

static void
read_named(Tex *t, xmlNode *out, const char *name)
{
    static const char *const fractions[] = {"frac", "dfrac", "tfrac", "cfrac", NULL};
    static const char *const skipped[] = {"begin",  "end",    "label", "tag", "hspace",
                                          "vspace", "mspace", "color", NULL};
    const char *const *known =
        bsearch(name, names, G_N_ELEMENTS(names), sizeof *names, compare_command);
    if (g_strv_contains(fractions, name))
        read_fraction(t, out, "/");
    else if (strcmp(name, "sqrt") == 0)
        read_root(t, out);
    else if (strcmp(name, "text") == 0)
        read_words(t, out);
    else if (g_strv_contains(skipped, name))
        skip_bracket(t, '{', '}');
    else if (!known)
        add_text(out, name);
    else if (known[1])
        add_text(out, known[1]);
}

static void
read_command(Tex *t, xmlNode *out)
{
    gsize n = 0;
    while (g_ascii_isalpha(t->at[n]))
        n++;
    if (n > 0) {
        g_autofree char *name = g_strndup(t->at, n);
        t->at += n;
        read_named(t, out, name);
        return;
    }
    if (*t->at == '\\')
        add_text(out, "; ");
    else if (*t->at && strchr(",;: ", *t->at))
        add_text(out, " ");
    else if (*t->at && *t->at != '!')
        add_bytes(out, t->at, (gsize)(g_utf8_next_char(t->at) - t->at));
    if (*t->at)
        t->at = g_utf8_next_char(t->at);
}

static void
read_atom(Tex *t, xmlNode *out)
{
    char c = *t->at;
    if (c == '\\') {
        t->at++;
        read_command(t, out);
    } else if (c == '^' || c == '_') {
        t->at++;
        xmlNode *raised = new_element(t, out, c == '^' ? "sup" : "sub");
        if (raised)
            read_argument(t, raised);
    } else if (c == '&' || c == '~') {
        t->at++;
        add_text(out, " ");
    } else if (c == '$' || c == '}') {
        t->at++;
    } else if (c) {
        const char *next = g_utf8_next_char(t->at);
        add_bytes(out, t->at, (gsize)(next - t->at));
        t->at = next;
    }
}

static void
read_group(Tex *t, xmlNode *out)
{
    if (++t->depth > DEPTH_MAX)
        t->at += strlen(t->at);
    while (*t->at && *t->at != '}') {
        if (*t->at == '{')
            read_argument(t, out);
        else
            read_atom(t, out);
    }
    t->depth--;
}

void
off_tex_append(xmlNode *parent, const char *tex)
{
    Tex t = {.at = tex};
    /* A brace too many ends no formula. */
    while (*t.at) {
        read_group(&t, parent);
        t.at += *t.at == '}';
    }
}
