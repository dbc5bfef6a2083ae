/* settings.c: offprint.conf, by GLib's key files. */
#include "config.h"

#include "reader/settings.h"

#include <string.h>

#define VALUE_MAX 4096 /* bytes */

typedef enum {
    FETCH_WORD,
    ORIGINAL_WORD,
    IMAGES_WORD,
    NUMBER_TO_100,
    NUMBER_TO_500,
    LINE,
    PATH
} Kind;

static const struct {
    const char *key;
    Kind kind;
    const char *otherwise;
} table[OFF_SETTINGS] = {
#define OFF_SETTING(name, key, kind, otherwise) {key, kind, otherwise},
#include "reader/settings.def"
#undef OFF_SETTING
};

/* What the words of each kind are; numbers have their highest instead. */
static const struct {
    const char *words[5];
    guint64 highest;
    const char *expected;
} kinds[] = {
    [FETCH_WORD] = {{"auto", "always", "never", NULL}, 0, "never, auto or always"},
    [ORIGINAL_WORD] = {{"gzip", "message", "drop", NULL}, 0, "gzip, message or drop"},
    [IMAGES_WORD] = {{"link", "embed", "drop", NULL}, 0, "link, embed or drop"},
    [NUMBER_TO_100] = {{NULL}, 100, "a number from 0 to 100"},
    [NUMBER_TO_500] = {{NULL}, 500, "a number from 0 to 500"},
    [LINE] = {{NULL}, 0, "printable ASCII"},
    [PATH] = {{NULL}, 0, "a path that begins with / or ~/"},
};

typedef struct {
    char *value; /* NULL: not said here */
    guint line;
} Said;

typedef struct {
    GPatternSpec *pattern; /* NULL: it holds for all */
    char *name;            /* as it stands: default, match "*@example.org" */
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

static gboolean
is_valid(Kind kind, const char *value)
{
    guint64 number;
    if (strlen(value) > VALUE_MAX)
        return FALSE;
    if (kinds[kind].highest)
        return g_ascii_string_to_unsigned(value, 10, 0, kinds[kind].highest, &number, NULL);
    if (kinds[kind].words[0])
        return g_strv_contains(kinds[kind].words, value);
    for (const char *p = value; kind == LINE && *p; p++)
        if (!g_ascii_isprint(*p))
            return FALSE;
    return kind != PATH || *value == '/' || g_str_has_prefix(value, "~/");
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
    if (!g_str_has_prefix(group, "match \"") || n < strlen("match \"x\"") || group[n - 1] != '"')
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

static void G_GNUC_PRINTF(3, 4) complain(Reading *r, guint line, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    g_autofree char *what = g_strdup_vprintf(format, words);
    va_end(words);
    r->count++;
    r->complain(r->file, line, what, r->data);
}

/* The line of a group, or of a key in it; 0 where it is nowhere. */
static guint
line_of(const Reading *r, const char *group, const char *key)
{
    g_autofree char *name = g_strdup_printf("%s\n%s", group, key);
    return GPOINTER_TO_UINT(g_hash_table_lookup(r->lines, name));
}

static void
read_key(Reading *r, GKeyFile *keys, Section *section, const char *key)
{
    guint line = line_of(r, section->name, key);
    int setting = setting_of(key);
    if (setting < 0) {
        complain(r, line, "%s: no such key", key);
        return;
    }
    g_autofree char *value = g_key_file_get_string(keys, section->name, key, NULL);
    if (!value || !is_valid(table[setting].kind, g_strstrip(value))) {
        complain(r, line, "%s: not %s", key, kinds[table[setting].kind].expected);
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
        complain(r, line_of(r, group, ""), "[%s]: neither [default] nor [match \"PATTERN\"]",
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

/* A line that is none of a key file's; 0: there is none. */
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
        complain(&r, 0, "not UTF-8");
        return r.count;
    }
    if (!g_key_file_load_from_data(keys, text, length, G_KEY_FILE_NONE, &error)) {
        complain(&r, broken_line(lines), "%s", error->message);
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
applies(const Section *s, const OffMatch *m)
{
    return !s->pattern || is_like(s->pattern, m->sender) || is_like(s->pattern, m->list_id) ||
           is_like(s->pattern, m->feed) || is_like(s->pattern, m->host);
}

const char *
off_conf_value(const OffConf *conf, OffSetting setting, const OffMatch *match, char **where)
{
    const Section *found = NULL;
    for (guint pass = 0; pass < 2;
         pass++) /* a match is stronger than a default, wherever it stands */
        for (guint i = 0; i < conf->sections->len; i++) {
            const Section *s = conf->sections->pdata[i];
            if ((s->pattern != NULL) == (pass == 1) && s->said[setting].value && applies(s, match))
                found = s;
        }
    const char *said = conf->command_line[setting];
    if (where)
        *where = said    ? g_strdup("the command line")
                 : found ? g_strdup_printf("%s:%u [%s]", found->file, found->said[setting].line,
                                           found->name)
                         : g_strdup("built in");
    return said ? said : found ? found->said[setting].value : table[setting].otherwise;
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
