/* settings.c: offprint.conf, by GLib's key files. */
#include "config.h"

#include "reader/settings.h"

#include "wire/bounds.h"
#include "wire/nearest.h"
#include "wire/options.h"
#include "wire/prefix.h"

#include <limits.h>
#include <string.h>

#define VALUE_MAX 4096 /* bytes */
#define LINE_SHOWN 80  /* bytes of a broken line in a message */

static const struct {
    const char *key;
    struct off_type type;
    const char *otherwise; /* NULL: none */
} table[OFF_SETTINGS] = {
#define OFF_KEY(name, key, type, otherwise)                                                        \
    [OFF_SETTING_##name] = {key, OFF_TYPE_##type, otherwise},
#define OFF_OPTION(name, letter, word, argument, type, member, otherwise, goes, tag, help)
#define OFF_OPTION_KEY(name, letter, word, argument, type, member, otherwise, goes, tag, help)     \
    OFF_KEY(name, word, type, otherwise)
#include "wire/options.def"
};

typedef struct {
    char *value; /* NULL: not said here */
    guint line;
} Said;

typedef struct {
    GPatternSpec *pattern; /* NULL: it holds for all */
    char *name;            /* as written: default, match "*@example.org" */
    char *file;
    Said said[OFF_SETTINGS];
} Section;

struct OffConf {
    GPtrArray *sections; /* Section, the weakest first */
    char *command_line[OFF_SETTINGS];
};

static void
section_free(void *data)
{
    Section *s = data;
    g_clear_pointer(&s->pattern, g_pattern_spec_free);
    g_free(s->name);
    g_free(s->file);
    for (guint i = 0; i < OFF_SETTINGS; i++)
        g_free(s->said[i].value);
    g_free(s);
}

OffConf *
off_conf_new(void)
{
    OffConf *conf = g_new0(OffConf, 1);
    conf->sections = g_ptr_array_new_with_free_func(section_free);
    return conf;
}

void
off_conf_free(OffConf *conf)
{
    if (!conf)
        return;
    g_ptr_array_unref(conf->sections);
    for (guint i = 0; i < OFF_SETTINGS; i++)
        g_free(conf->command_line[i]);
    g_free(conf);
}

void
off_conf_say(OffConf *conf, OffSetting setting, const char *value)
{
    g_free(conf->command_line[setting]);
    conf->command_line[setting] = g_strdup(value);
}

/* --- a file ---------------------------------------------------------------------------------- */

/* Where groups ("group\n") and their keys ("group\nkey") stand, the last time, which counts:
 * GKeyFile knows no lines. */
static GHashTable *
lines_of(char *const *lines)
{
    GHashTable *at = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *group = NULL;
    for (guint i = 0; lines[i]; i++) {
        g_autofree char *line = g_strstrip(g_strdup(lines[i]));
        if (*line == '\0')
            continue;
        if (*line == '[') {
            g_free(group);
            group = g_strndup(line + 1, strcspn(line + 1, "]"));
        }
        g_autofree char *key = g_strndup(line, *line == '[' ? 0 : strcspn(line, " \t="));
        g_hash_table_replace(at, g_strdup_printf("%s\n%s", group ? group : "", key),
                             GUINT_TO_POINTER(i + 1));
    }
    return at;
}

/* A file is named by its whole path: whoever runs offprint has a folder of their own. */
static gboolean
is_valid(const struct off_type *type, const char *value)
{
    gboolean path = type->value == OFF_VALUE_IN_FILE;
    return strlen(value) <= VALUE_MAX && off_value_is(type, value) &&
           (!path || *value == '/' || off_has_prefix(value, "~/"));
}

static int
setting_of(const char *key)
{
    for (int i = 0; i < OFF_SETTINGS; i++)
        if (strcmp(table[i].key, key) == 0)
            return i;
    return -1;
}

/* The pattern of [match "PATTERN"] (transfer full), or NULL. */
static char *
pattern_of(const char *group)
{
    gsize n = strlen(group);
    if (!off_has_prefix(group, "match \"") || n < strlen("match \"x\"") || group[n - 1] != '"')
        return NULL;
    g_autofree char *inside = g_strndup(group + strlen("match \""), n - strlen("match \"\""));
    return g_ascii_strdown(inside, -1);
}

typedef struct {
    const char *file;
    GHashTable *lines; /* lines_of */
    OffConfComplaint complain;
    void *data;
    guint count;
} Reading;

static void G_GNUC_PRINTF(3, 4) report_line(Reading *r, guint line, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    g_autofree char *what = g_strdup_vprintf(format, words);
    va_end(words);
    r->count++;
    r->complain(r->file, line, what, r->data);
}

/* The line of a group, or of a key in it; 0 if it is not found. */
static guint
line_of(const Reading *r, const char *group, const char *key)
{
    g_autofree char *name = g_strdup_printf("%s\n%s", group, key);
    return GPOINTER_TO_UINT(g_hash_table_lookup(r->lines, name));
}

static void
complain_key(Reading *r, guint line, const char *key)
{
    struct off_nearest near;
    off_nearest_begin(&near, key);
    for (guint i = 0; i < OFF_SETTINGS; i++)
        off_nearest_try(&near, table[i].key);
    if (near.found)
        report_line(r, line, "%s: no such key: did you mean %s?", key, near.found);
    else
        report_line(r, line, "%s: no such key; offprint.conf(5) lists them", key);
}

static void
read_key(Reading *r, GKeyFile *keys, Section *section, const char *key)
{
    guint line = line_of(r, section->name, key);
    int setting = setting_of(key);
    if (setting < 0) {
        complain_key(r, line, key);
        return;
    }
    if (setting == OFF_SETTING_ALLOW_NET && section->pattern) {
        report_line(r, line,
                    "%s: allowed only in [default], because it opens a network for the whole run",
                    key);
        return;
    }
    g_autofree char *value = g_key_file_get_string(keys, section->name, key, NULL);
    if (!value || !is_valid(&table[setting].type, g_strstrip(value))) {
        char expected[256];
        off_value_expected(&table[setting].type, expected, sizeof expected);
        report_line(r, line, "%s: invalid value (expected %s)", key, expected);
        return;
    }
    g_free(section->said[setting].value); /* said twice: the later one counts */
    section->said[setting].value = g_steal_pointer(&value);
    section->said[setting].line = line;
}

static void
read_group(OffConf *conf, Reading *r, GKeyFile *keys, const char *group)
{
    g_autofree char *pattern = pattern_of(group);
    if (!pattern && strcmp(group, "default") != 0) {
        report_line(r, line_of(r, group, ""), "[%s]: neither [default] nor [match \"PATTERN\"]",
                    group);
        return;
    }
    Section *section = g_new0(Section, 1);
    section->pattern = pattern ? g_pattern_spec_new(pattern) : NULL;
    section->name = g_strdup(group);
    section->file = g_strdup(r->file);
    g_auto(GStrv) each = g_key_file_get_keys(keys, group, NULL, NULL);
    for (guint i = 0; each && each[i]; i++)
        read_key(r, keys, section, each[i]);
    g_ptr_array_add(conf->sections, section);
}

/* Is the line (counted from 1) outside any section, and not itself a section? */
static gboolean
is_before_sections(char *const *lines, guint at)
{
    for (guint i = 0; i < at; i++)
        if (lines[i][strspn(lines[i], " \t")] == '[')
            return FALSE;
    return TRUE;
}

/* The first line that is not valid in a key file; 0: none. */
static guint
broken_line(char *const *lines)
{
    gboolean inside = FALSE;
    for (guint i = 0; lines[i]; i++) {
        g_autofree char *line = g_strstrip(g_strdup(lines[i]));
        gsize n = strlen(line);
        gboolean group = *line == '[' && line[n - 1] == ']';
        inside |= group;
        if (n > 0 && *line != '#' && !inside)
            return i + 1;
        if (n > 0 && *line != '#' && !group && (*line == '[' || *line == '=' || !strchr(line, '=')))
            return i + 1;
    }
    return 0;
}

/* Reports a line that GKeyFile rejects. message: GKeyFile's own, for errors that we do not
 * recognize. */
static void
complain_line(Reading *r, char *const *lines, const char *message)
{
    guint at = broken_line(lines);
    if (at == 0) {
        report_line(r, 0, "%s", message);
        return;
    }
    g_autofree char *line = g_strstrip(g_strndup(lines[at - 1], LINE_SHOWN));
    if (is_before_sections(lines, at))
        report_line(r, at, "%s: outside any section: put [default] above it", line);
    else
        report_line(r, at, "%s: neither KEY = VALUE nor [SECTION]", line);
}

guint
off_conf_read(OffConf *conf, const char *text, gsize length, const char *file,
              OffConfComplaint complaint, void *data)
{
    g_autofree char *copy = g_strndup(text, length);
    g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
    g_autoptr(GHashTable) at = lines_of(lines);
    Reading r = {.file = file, .lines = at, .complain = complaint, .data = data};
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autoptr(GError) error = NULL;
    if (!g_utf8_validate(text, (gssize)length, NULL)) {
        report_line(&r, 0, "not UTF-8");
        return r.count;
    }
    if (!g_key_file_load_from_data(keys, text, length, G_KEY_FILE_NONE, &error)) {
        complain_line(&r, lines, error->message);
        return r.count;
    }
    g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);
    for (guint i = 0; groups[i]; i++)
        read_group(conf, &r, keys, groups[i]);
    return r.count;
}

/* --- what applies ---------------------------------------------------------------------------- */

static gboolean
is_like(GPatternSpec *pattern, const char *text)
{
    g_autofree char *lower = text ? g_ascii_strdown(text, -1) : NULL;
    return lower && g_pattern_spec_match_string(pattern, lower);
}

static gboolean
applies_to(const Section *s, const OffMatch *m)
{
    return !s->pattern || is_like(s->pattern, m->sender) || is_like(s->pattern, m->list_id) ||
           is_like(s->pattern, m->feed) || is_like(s->pattern, m->home) ||
           is_like(s->pattern, m->host);
}

const char *
off_conf_value(const OffConf *conf, OffSetting setting, const OffMatch *match, char **where)
{
    const Section *found = NULL;
    for (guint pass = 0; pass < 2;
         pass++) /* a match overrides a default, wherever it is in the file */
        for (guint i = 0; i < conf->sections->len; i++) {
            const Section *s = conf->sections->pdata[i];
            if ((s->pattern != NULL) == (pass == 1) && s->said[setting].value &&
                applies_to(s, match))
                found = s;
        }
    const char *said = conf->command_line[setting];
    if (where)
        *where = said    ? g_strdup("the command line")
                 : found ? g_strdup_printf("%s:%u [%s]", found->file, found->said[setting].line,
                                           found->name)
                         : g_strdup("built in");
    const char *otherwise = table[setting].otherwise;
    if (said || found)
        return said ? said : found->said[setting].value;
    return otherwise && *otherwise ? otherwise : NULL;
}

char *
off_conf_print(const OffConf *conf, const OffMatch *match)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < OFF_SETTINGS; i++) {
        g_autofree char *where = NULL;
        const char *value = off_conf_value(conf, (OffSetting)i, match, &where);
        g_string_append_printf(out, "%-10s = %-12s # %s\n", table[i].key, value ? value : "",
                               where);
    }
    return g_string_free(out, FALSE);
}
