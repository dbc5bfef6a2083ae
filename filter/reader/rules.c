/* rules.c: site rules, asked of the gate by host. */
#include "config.h"

#include "reader/rules.h"

#include "dom/url.h"

#include <string.h>

struct OffRuleBook {
    GHashTable *of_host; /* char * -> Entry */
};

typedef struct {
    OffSiteRules *rules; /* NULL: the host has none */
    char *sum;           /* of their text; "" if there are none */
} Entry;

static void
entry_free(void *data)
{
    Entry *entry = data;
    off_site_rules_free(entry->rules);
    g_free(entry->sum);
    g_free(entry);
}

OffRuleBook *
off_rule_book_new(void)
{
    OffRuleBook *book = g_new0(OffRuleBook, 1);
    book->of_host = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
    return book;
}

static void
say_complaint(const char *name, guint line, gboolean error, const char *what, void *data)
{
    (void)error;
    off_channel_say(data, "%s:%u: %s", name, line, what);
}

/* Reads one frame of rules. */
static void
read_rules(OffSiteRules *rules, const struct off_frame_view *view, OffSiteComplaint complain,
           void *data)
{
    gsize length = 0;
    char *name = off_field_string(view->body, view->length, OFF_FIELD_SITE_NAME);
    const unsigned char *text =
        off_field_find(view->body, view->length, OFF_FIELD_SITE_TEXT, &length);
    if (name && text)
        off_site_rules_read(rules, (const char *)text, length, name, complain, data);
    free(name);
}

static Entry *
ask_for_rules(OffChannel *channel, const char *host)
{
    struct off_buffer fields = {0};
    struct off_frame_view view;
    OffSiteRules *rules = NULL;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    if (off_field_add_string(&fields, OFF_FIELD_SITE_HOST, host)) {
        off_channel_send(channel, OFF_FRAME_SITE, fields.data, fields.length);
        while (off_channel_read(channel, &view) && view.type == OFF_FRAME_SITE && view.length > 0) {
            rules = rules ? rules : off_site_rules_new();
            read_rules(rules, &view, say_complaint, channel);
            g_checksum_update(sum, view.body, (gssize)view.length);
        }
    }
    off_buffer_free(&fields);
    Entry *entry = g_new0(Entry, 1);
    entry->rules = rules;
    entry->sum = g_strdup(rules ? g_checksum_get_string(sum) : "");
    return entry;
}

/* What is known of the host of an address, or NULL. */
static const Entry *
find_rules(OffRuleBook *book, OffChannel *channel, const char *url)
{
    g_autofree char *host = book && url ? off_url_host(url) : NULL;
    if (!host || !*host)
        return NULL;
    Entry *entry = g_hash_table_lookup(book->of_host, host);
    if (!entry) {
        entry = ask_for_rules(channel, host);
        g_hash_table_insert(book->of_host, g_steal_pointer(&host), entry);
    }
    return entry;
}

const OffSiteRules *
off_rule_book_find(OffRuleBook *book, OffChannel *channel, const char *url)
{
    const Entry *entry = find_rules(book, channel, url);
    return entry ? entry->rules : NULL;
}

const char *
off_rule_book_sum(OffRuleBook *book, OffChannel *channel, const char *url)
{
    const Entry *entry = find_rules(book, channel, url);
    return entry ? entry->sum : "";
}

/* --- --check-sites --- */

typedef struct {
    GByteArray *out;
    guint errors, unknown;
} Check;

static void
print_complaint(const char *name, guint line, gboolean error, const char *what, void *data)
{
    Check *check = data;
    g_autofree char *said =
        g_strdup_printf("%s:%u: %s: %s\n", name, line, error ? "error" : "warning", what);
    g_byte_array_append(check->out, (const guint8 *)said, (guint)strlen(said));
    check->errors += error;
    check->unknown += !error;
}

guint
off_check_rules(OffChannel *channel, GByteArray *out)
{
    Check check = {.out = out};
    struct off_frame_view view;
    guint files = 0;
    while (off_channel_read(channel, &view) && view.type == OFF_FRAME_SITE && view.length > 0) {
        OffSiteRules *rules = off_site_rules_new();
        read_rules(rules, &view, print_complaint, &check);
        off_site_rules_free(rules);
        files++;
    }
    g_autofree char *sum =
        g_strdup_printf("%u %s, %u %s, %u %s\n", files, files == 1 ? "file" : "files", check.errors,
                        check.errors == 1 ? "error" : "errors", check.unknown,
                        check.unknown == 1 ? "warning" : "warnings");
    g_byte_array_append(out, (const guint8 *)sum, (guint)strlen(sum));
    return check.errors;
}
