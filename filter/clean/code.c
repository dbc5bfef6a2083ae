/* code.c: listings: their language, and those that are marked up as paragraphs. */
#include "config.h"

#include "clean/code.h"

#include "wire/prefix.h"

#include <string.h>

#define LANGUAGE_MAX 20 /* characters of a name */
#define BOXES_UP 3      /* a highlighter puts as many boxes around a listing */

static const char *const languages[] = {
#define OFF_CODE_LANGUAGE(name) name,
#include "clean/languages.def"
#undef OFF_CODE_LANGUAGE
    NULL,
};

/* A language name that is valid in a class and in a Markdown fence, and does not mean plain text
 * (transfer full). */
static char *
valid_name(const char *name)
{
    static const char *const plain[] = {"none",         "plain",       "plaintext", "text", "txt",
                                        "default",      "nohighlight", "code",      "raw",  "auto",
                                        "no-highlight", "undefined",   "unknown",   NULL};
    gsize n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#_-");
    g_autofree char *low = g_ascii_strdown(name, (gssize)n);
    if (n == 0 || n > LANGUAGE_MAX || (name[n] && name[n] != ';' && name[n] != ' ') ||
        g_strv_contains(plain, low))
        return NULL;
    return g_steal_pointer(&low);
}

/* The language in a word of a class: "language-c", "lang-c", "highlight-source-c"; next to the name
 * of a highlighter also the bare name. */
static char *
from_word(const char *word, gboolean highlighter)
{
    static const char *const sure[] = {"language-", "lang-", "highlight-source-", "syntax-",
                                       "brush:"};
    static const char *const maybe[] = {"highlight-", "src-", "source-", ""};
    for (guint i = 0; i < G_N_ELEMENTS(sure); i++)
        if (off_has_prefix(word, sure[i]) && word[strlen(sure[i])])
            return valid_name(word + strlen(sure[i]));
    for (guint i = 0; i < G_N_ELEMENTS(maybe); i++) {
        if (!off_has_prefix(word, maybe[i]) || (!*maybe[i] && !highlighter))
            continue;
        char *name = valid_name(word + strlen(maybe[i]));
        if (name && g_strv_contains(languages, name))
            return name;
        g_free(name);
    }
    return NULL;
}

static char *
from_class(const char *said)
{
    static const char *const highlighters[] = {
        "hljs", "sourceCode", "prettyprint", "src",    "highlight", "codehilite", "prism-code",
        "code", "listing",    "shiki",       "chroma", "brush:",    NULL};
    g_auto(GStrv) words = g_strsplit_set(said ? said : "", " \t\r\n;", -1);
    gboolean highlighter = FALSE;
    for (guint i = 0; words[i]; i++)
        highlighter = highlighter || g_strv_contains(highlighters, words[i]);
    for (guint i = 0; words[i]; i++) {
        char *name = *words[i] ? from_word(words[i], highlighter) : NULL;
        if (name)
            return name;
    }
    return NULL;
}

static char *
language_of(const xmlNode *node)
{
    static const char *const attributes[] = {"data-lang", "data-language",
                                             "data-enlighter-language", "data-code-language"};
    for (guint i = 0; i < G_N_ELEMENTS(attributes); i++) {
        const char *said = off_attribute(node, attributes[i]);
        char *name = said ? valid_name(said) : NULL;
        if (name)
            return name;
    }
    return from_class(off_attribute(node, "class"));
}

char *
off_code_language(const xmlNode *pre)
{
    char *name = language_of(pre);
    for (const xmlNode *n = pre->children; n && !name; n = n->next)
        if (off_is_named(n, "code"))
            name = language_of(n);
    const xmlNode *box = pre->parent;
    for (guint i = 0; i < BOXES_UP && box && !name && off_is_named(box, "div"); i++) {
        name = language_of(box);
        box = box->parent;
    }
    if (!name && box && off_is_named(box, "figure"))
        name = language_of(box);
    return name;
}

void
off_code_set_language(xmlNode *pre, const char *language)
{
    g_autofree char *said = g_strconcat("language-", language, NULL);
    xmlNode *code = pre->children;
    if (!code)
        return;
    if (code->next || !off_is_named(code, "code")) {
        code = xmlNewDocNode(pre->doc, NULL, BAD_CAST "code", NULL);
        off_move_children(code, pre);
        xmlAddChild(pre, code);
    }
    xmlSetProp(code, BAD_CAST "class", BAD_CAST said);
}

/* --- paragraphs of code ---------------------------------------------------------------------- */

static gboolean
is_only_code(const xmlNode *paragraph)
{
    gboolean code = FALSE;
    for (const xmlNode *n = paragraph->children; n; n = n->next) {
        if (n->type == XML_TEXT_NODE && xmlIsBlankNode(n))
            continue;
        if (off_is_named(n, "code"))
            code = TRUE;
        else if (!off_is_named(n, "br"))
            return FALSE;
    }
    return code;
}

/* <br> is a line end in a listing. */
static void
write_line_ends(xmlNode *pre)
{
    for (xmlNode *n = pre->children, *next; n; n = next) {
        next = off_next(pre, n, FALSE);
        if (!off_is_named(n, "br"))
            continue;
        xmlNode *text = xmlNewDocText(pre->doc, BAD_CAST "\n");
        xmlReplaceNode(n, text);
        xmlFreeNode(n);
        next = off_next(pre, text, TRUE);
    }
}

void
off_tidy_code(xmlNode *root)
{
    for (xmlNode *node = root; node; node = off_next(root, node, FALSE)) {
        if (!off_is_named(node, "p") || !is_only_code(node))
            continue;
        xmlNodeSetName(node, BAD_CAST "pre");
        write_line_ends(node);
    }
}
