/* siterules.c: a file of rules, read (offprint-sites.5). */
#include "config.h"

#include "sites/siterules.h"

#include "wire/nearest.h"

#include <string.h>

typedef enum { KNOWN, XPATH, WORDS, SWITCH } Kind;

static const struct {
    const char *directive;
    Kind kind;
} directives[OFF_RULES] = {
#define OFF_RULE(directive, symbol, kind) {directive, kind},
#include "sites/siterules.def"
#undef OFF_RULE
};

/* A find_string that waits for its replace_string. */
typedef struct {
    char *text;
    guint line;
} Find;

/* The position of a line, and the callback for errors. */
typedef struct {
    const char *name;
    guint line;
    GArray *finds; /* of Find, the oldest first */
    OffSiteComplaint complain;
    void *data;
} Place;

static void G_GNUC_PRINTF(3, 4)
    report_line(const Place *at, gboolean error, const char *format, ...)
{
    if (!at->complain)
        return;
    va_list words;
    va_start(words, format);
    g_autofree char *what = g_strdup_vprintf(format, words);
    va_end(words);
    at->complain(at->name, at->line, error, what, at->data);
}

static void
rule_free(OffRule *rule)
{
    g_free(rule->words);
    g_free(rule->of);
    if (rule->xpath)
        xmlXPathFreeCompExpr(rule->xpath);
    g_free(rule);
}

OffSiteRules *
off_site_rules_new(void)
{
    OffSiteRules *rules = g_new0(OffSiteRules, 1);
    for (guint i = 0; i < OFF_RULES; i++)
        rules->of[i] = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    rules->replacements = g_ptr_array_new_with_free_func(g_free);
    return rules;
}

void
off_site_rules_free(OffSiteRules *rules)
{
    if (!rules)
        return;
    for (guint i = 0; i < OFF_RULES; i++)
        g_ptr_array_unref(rules->of[i]);
    g_ptr_array_unref(rules->replacements);
    g_free(rules);
}

#if LIBXML_VERSION >= 21200
void
off_ignore_xml_error(void *data, const xmlError *error)
#else
void
off_ignore_xml_error(void *data, xmlError *error)
#endif
{
    (void)data;
    (void)error;
}

/* Compiles in a separate context, so that libxml2 prints no messages to standard error. */
static xmlXPathCompExpr *
compile_xpath(const char *expression)
{
    xmlXPathContext *context = xmlXPathNewContext(NULL);
    if (!context)
        return NULL;
    context->error = off_ignore_xml_error;
    xmlXPathCompExpr *compiled = xmlXPathCtxtCompile(context, BAD_CAST expression);
    xmlXPathFreeContext(context);
    return compiled;
}

static const char *const switches[] = {"no", "yes"};

static gboolean
is_switch(const char *words)
{
    return g_ascii_strcasecmp(words, switches[0]) == 0 ||
           g_ascii_strcasecmp(words, switches[1]) == 0;
}

static void
clear_find(gpointer find)
{
    g_free(((Find *)find)->text);
}

/* Each "replace_string" belongs to the first "find_string" that has none yet: files have pairs, or
 * all texts to find before all replacements. "replace_string(a): b" is both. */
static void
take_replacement(OffSiteRules *rules, OffRuleKind which, const OffRule *rule, Place *at)
{
    if (which == OFF_RULE_find_string) {
        Find find = {g_strdup(rule->words), at->line};
        g_array_append_val(at->finds, find);
        return;
    }
    if (!rule->of && at->finds->len == 0) {
        report_line(at, TRUE, "replace_string: no find_string precedes it");
        return;
    }
    const char *find = rule->of ? rule->of : g_array_index(at->finds, Find, 0).text;
    if (*find) {
        g_ptr_array_add(rules->replacements, g_strdup(find));
        g_ptr_array_add(rules->replacements, g_strdup(rule->words));
    }
    if (!rule->of)
        g_array_remove_index(at->finds, 0);
}

static void
take_rule(OffSiteRules *rules, OffRuleKind which, OffRule *rule, Place *at)
{
    const char *directive = directives[which].directive;
    if (which == OFF_RULE_find_string || which == OFF_RULE_replace_string)
        take_replacement(rules, which, rule, at);
    else if (!*rule->words) {
        report_line(at, FALSE, "%s: says nothing", directive);
        rule_free(rule);
        return;
    }
    if (directives[which].kind == XPATH && !(rule->xpath = compile_xpath(rule->words)))
        report_line(at, TRUE, "%s: not an XPath expression: %s", directive, rule->words);
    else if (directives[which].kind == SWITCH && !is_switch(rule->words))
        report_line(at, TRUE, "%s: neither yes nor no: %s", directive, rule->words);
    else {
        g_ptr_array_add(rules->of[which], rule);
        return;
    }
    rule_free(rule);
}

static int
find_directive(const char *name)
{
    for (int i = 0; i < OFF_RULES; i++)
        if (g_ascii_strcasecmp(directives[i].directive, name) == 0)
            return i;
    return -1;
}

static void
complain_name(const Place *at, const char *name)
{
    struct off_nearest near;
    off_nearest_begin(&near, name);
    for (guint i = 0; i < OFF_RULES; i++)
        off_nearest_try(&near, directives[i].directive);
    report_line(at, FALSE, "%s: no such directive%s%s%s", name, near.found ? ": did you mean " : "",
                near.found ? near.found : "", near.found ? "?" : "");
}

/* "name: words" or "name(of): words". Expressions hold colons, and what is in parentheses may too.
 */
static void
read_line(OffSiteRules *rules, const char *line, Place *at)
{
    gsize n = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    const char *colon = line[n] == '(' ? strstr(line + n, "):") : NULL;
    g_autofree char *of = colon ? g_strndup(line + n + 1, (gsize)(colon - line) - n - 1) : NULL;
    colon = colon ? colon + 1 : line + n + strspn(line + n, " \t");
    if (n == 0 || *colon != ':') {
        report_line(at, FALSE, "no colon after the directive, so it is left out: %.60s", line);
        return;
    }
    g_autofree char *name = g_strndup(line, n);
    int which = find_directive(name);
    if (which < 0) {
        complain_name(at, name);
        return;
    }
    if (directives[which].kind == KNOWN)
        return;
    OffRule *rule = g_new0(OffRule, 1);
    rule->of = g_steal_pointer(&of);
    rule->words = g_strstrip(g_strdup(colon + 1));
    take_rule(rules, (OffRuleKind)which, rule, at);
}

void
off_site_rules_read(OffSiteRules *rules, const char *text, gsize length, const char *name,
                    OffSiteComplaint complaint, void *data)
{
    g_autoptr(GArray) finds = g_array_new(FALSE, FALSE, sizeof(Find));
    g_array_set_clear_func(finds, clear_find);
    Place at = {.name = name, .finds = finds, .complain = complaint, .data = data};
    const gsize bom = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    if (!g_utf8_validate(text + bom, (gssize)(length - bom), NULL))
        report_line(&at, FALSE, "not in UTF-8; invalid bytes are replaced");
    g_autofree char *valid = g_utf8_make_valid(text + bom, (gssize)(length - bom));
    g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        char *line = g_strstrip(lines[i]);
        at.line = i + 1;
        if (*line && *line != '#')
            read_line(rules, line, &at);
    }
    for (guint i = 0; i < finds->len; i++) {
        at.line = g_array_index(finds, Find, i).line;
        report_line(&at, TRUE, "find_string: no replace_string follows");
    }
}

gboolean
off_site_rules_switch(const OffSiteRules *rules, OffRuleKind kind, gboolean otherwise)
{
    if (!rules || rules->of[kind]->len == 0)
        return otherwise;
    const OffRule *first = rules->of[kind]->pdata[0];
    return g_ascii_strcasecmp(first->words, switches[1]) == 0;
}

const char *
off_site_rules_header(const OffSiteRules *rules, const char *name)
{
    static const char *const sent[] = {"user-agent", "referer"};
    if (!rules ||
        (g_ascii_strcasecmp(name, sent[0]) != 0 && g_ascii_strcasecmp(name, sent[1]) != 0))
        return NULL;
    const GPtrArray *headers = rules->of[OFF_RULE_http_header];
    for (guint i = 0; i < headers->len; i++) {
        const OffRule *rule = headers->pdata[i];
        if (rule->of && g_ascii_strcasecmp(rule->of, name) == 0)
            return rule->words;
    }
    return NULL;
}
