/* made.c: keeps the finished articles of feed items, and uses them again without fetching. */
#include "config.h"

#include "reader/made.h"

#include "reader/ask.h"
#include "reader/pages.h"
#include "wire/bounds.h"

#include <string.h>

#define FORM "offprint " PACKAGE_VERSION " 1" /* what was made by another is not used */
#define LAST_MS 200                           /* before the deadline: nothing is waited for */
#define KEPT_TYPE "(bmsa(ss)ay)" /* partial, address, site rules by address, the piece itself */
#define MAC_LENGTH 64u           /* SHA-256 in hexadecimal */

/* --- what it is known by --- */

static void
add_bytes(GChecksum *sum, const void *bytes, gsize length)
{
    const guint64 size = GUINT64_TO_LE((guint64)length);
    g_checksum_update(sum, (const guchar *)&size, sizeof size);
    g_checksum_update(sum, bytes, (gssize)length);
}

static void
add_text(GChecksum *sum, const char *text)
{
    add_bytes(sum, text ? "=" : "-", 1);
    add_bytes(sum, text ? text : "", text ? strlen(text) : 0);
}

static void
add_number(GChecksum *sum, gint64 number)
{
    const gint64 same = GINT64_TO_LE(number);
    add_bytes(sum, &same, sizeof same);
}

static void
add_content(GChecksum *sum, GBytes *bytes)
{
    gsize length = 0;
    const void *data = bytes ? g_bytes_get_data(bytes, &length) : "";
    add_number(sum, bytes != NULL);
    add_bytes(sum, data ? data : "", length);
}

static void
add_enclosures(GChecksum *sum, const GPtrArray *enclosures)
{
    for (guint i = 0; enclosures && i < enclosures->len; i++) {
        const OffEnclosure *e = enclosures->pdata[i];
        add_text(sum, e->url);
        add_text(sum, e->type);
        add_text(sum, e->title);
        add_number(sum, e->size);
        add_number(sum, e->duration);
        add_number(sum, e->plays);
    }
}

/* All that the item says, but for the date of its last change: the same words are the same item,
 * and keep the identity that they were given. */
static void
add_item(GChecksum *sum, const OffItem *i)
{
    const char *const texts[] = {
        i->subject,      i->from,      i->sender,    i->list_id, i->url,         i->feed_title,
        i->feed_url,     i->guid,      i->author,    i->date,    i->enclosure,   i->feed_address,
        i->base,         i->comments,  i->picture,   i->summary, i->in_reply_to, i->lang,
        i->picture_text, i->html_type, i->text_type,
    };
    const gboolean flags[] = {i->kind,      i->shares_identity, i->is_card,
                              i->is_medium, i->flowed,          i->full};
    for (guint k = 0; k < G_N_ELEMENTS(texts); k++)
        add_text(sum, texts[k]);
    for (guint k = 0; k < G_N_ELEMENTS(flags); k++)
        add_number(sum, flags[k]);
    for (guint k = 0; i->categories && k < i->categories->len; k++)
        add_text(sum, i->categories->pdata[k]);
    add_enclosures(sum, i->enclosures);
    add_content(sum, i->html);
    add_content(sum, i->text);
}

/* The options that shape the article. Those that shape the request are part of the fetcher's
 * key. */
static void
add_options(GChecksum *sum, const OffJob *job)
{
    const OffComposeOptions *c = &job->settings.compose;
    add_text(sum, FORM);
    add_number(sum, job->command->to);
    add_number(sum, job->command->from == OFF_INPUT_NEWSBOAT);
    add_text(sum, job->command->base_url);
    add_text(sum, job->command->charset);
    add_text(sum, c->original);
    add_text(sum, c->sender);
    add_number(sum, c->width);
    add_number(sum, c->flowed);
    add_number(sum, c->head);
    add_number(sum, c->notes);
    add_number(sum, job->settings.drop_images);
    add_number(sum, job->settings.always_fetch);
    add_number(sum, job->run->rules != NULL);
}

static gboolean
is_of_feed(const OffItem *item)
{
    return item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT;
}

void
off_made_mark(const OffItem *item, char mark[OFF_MARK_SIZE + 1])
{
    mark[0] = '\0';
    if (!is_of_feed(item))
        return;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    add_item(sum, item);
    g_strlcpy(mark, g_checksum_get_string(sum), OFF_MARK_SIZE + 1);
}

static gboolean
is_kept(const OffWork *w, const OffJob *job)
{
    static const OffTo kinds[] = {OFF_TO_FEED, OFF_TO_MIME, OFF_TO_MBOX, OFF_TO_MAILDIR,
                                  OFF_TO_JSON};
    if (!job->run->seal || !is_of_feed(w->item) || w->page || job->settings.keep <= 0 ||
        job->settings.embed_images)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (job->command->to == kinds[i])
            return TRUE;
    return FALSE;
}

gboolean
off_made_is_late(const OffJob *job)
{
    return off_now_ms() >= job->command->deadline - OFF_FETCH_RESERVE_MS / 2;
}

gboolean
off_made_is_late_to_ask(const OffJob *job)
{
    gint64 third = (job->command->deadline - job->command->begun) / 3;
    return off_now_ms() >= job->command->deadline - MIN(third, OFF_FETCH_RESERVE_MS);
}

void
off_made_begin(OffWork *w, const OffJob *job)
{
    if (!is_kept(w, job))
        return;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    add_options(sum, &w->job);
    add_text(sum, w->target);
    add_item(sum, w->item);
    w->made = g_strdup(g_checksum_get_string(sum));
    w->ruled = g_ptr_array_new_with_free_func(g_free);
    w->job.ruled = w->ruled;
    w->job.settings.made = w->made;
    w->job.settings.made_wanted = off_made_is_late_to_ask(job) ? OFF_MADE_ALONE : OFF_MADE_OR_PAGE;
}

/* --- the seal --- */

static char *
mac_of(const OffWork *w, const void *bytes, gsize length)
{
    g_autoptr(GByteArray) all = g_byte_array_new();
    g_byte_array_append(all, (const guint8 *)w->made, (guint)strlen(w->made));
    g_byte_array_append(all, bytes, (guint)length);
    return g_compute_hmac_for_data(G_CHECKSUM_SHA256, w->job.run->seal, OFF_SEAL_SIZE, all->data,
                                   all->len);
}

/* What was kept (transfer full), or NULL if it is not of our making. */
static GVariant *
unseal_body(const OffWork *w, const GByteArray *body)
{
    if (body->len <= MAC_LENGTH)
        return NULL;
    const guint8 *data = body->data + MAC_LENGTH;
    gsize length = body->len - MAC_LENGTH;
    g_autofree char *mac = mac_of(w, data, length);
    if (memcmp(mac, body->data, MAC_LENGTH) != 0)
        return NULL;
    g_autoptr(GBytes) bytes = g_bytes_new(data, length);
    return g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(KEPT_TYPE), bytes, FALSE));
}

/* --- using it --- */

/* Have the site rules that it was made with stayed the same? */
static gboolean
has_same_rules(const OffWork *w, OffChannel *channel, GVariant *rules)
{
    GVariantIter each;
    const char *url, *sum;
    g_variant_iter_init(&each, rules);
    while (g_variant_iter_next(&each, "(&s&s)", &url, &sum))
        if (strcmp(off_rule_book_sum(w->job.run->rules, channel, url), sum) != 0)
            return FALSE;
    return TRUE;
}

/* Parses a kept article. FALSE if it may not be used; with whole, also if one of its pages is
 * missing. */
static gboolean
take_piece(OffWork *w, OffChannel *channel, const OffFetched *f, gboolean whole, GByteArray *piece,
           OffOutcome *o)
{
    g_autoptr(GVariant) kept = unseal_body(w, f->body), rules = NULL, bytes = NULL;
    g_autofree char *url = NULL;
    gboolean partial = TRUE;
    gsize length = 0;
    if (!kept)
        return FALSE;
    g_variant_get(kept, "(bms@a(ss)@ay)", &partial, &url, &rules, &bytes);
    if ((partial && whole) || !has_same_rules(w, channel, rules))
        return FALSE;
    const guint8 *data = g_variant_get_fixed_array(bytes, &length, 1);
    g_byte_array_append(piece, data, (guint)length);
    off_outcome_clear(o);
    o->status = "fetched";
    o->reason = partial ? "partial" : NULL;
    o->url = g_steal_pointer(&url);
    off_channel_say(channel, "%s: the finished article is in the cache", w->target);
    return TRUE;
}

/* Sends another request, for the page or only for the finished article. */
static guint
ask_again(OffWork *w, OffMadeWanted wanted, OffChannel *channel)
{
    w->job.settings.made_wanted = wanted;
    return off_ask(w->target, OFF_ASK_ITEM, &w->job, channel);
}

void
off_made_ask(OffWork *w, OffChannel *channel)
{
    if (w->made && w->job.settings.made_wanted != OFF_MADE_ALONE)
        w->spare = ask_again(w, OFF_MADE_ALONE, channel);
}

gboolean
off_made_use(OffWork *w, OffChannel *channel, GByteArray *piece, OffOutcome *o)
{
    if (!w->made || !w->request)
        return FALSE;
    gboolean alone = !w->spare && w->job.settings.made_wanted == OFF_MADE_ALONE;
    gint64 before = alone ? LAST_MS : OFF_FETCH_RESERVE_MS / 2;
    gint64 until = w->job.command->deadline - before;
    w->first = off_channel_wait(channel, w->request, until);
    if (w->first->reason || w->first->stored != OFF_STORED_MADE)
        return FALSE;
    g_autoptr(OffFetched) made = g_steal_pointer(&w->first);
    if (take_piece(w, channel, made, TRUE, piece, o))
        return TRUE;
    w->request = ask_again(w, OFF_MADE_NOT, channel);
    w->first = off_channel_wait(channel, w->request, until);
    return FALSE;
}

gboolean
off_made_fall_back(OffWork *w, OffChannel *channel, GByteArray *piece, OffOutcome *o)
{
    off_made_ask(w, channel);
    if (!w->spare)
        return FALSE;
    g_autoptr(OffFetched) made =
        off_channel_wait(channel, w->spare, w->job.command->deadline - LAST_MS);
    return !made->reason && made->stored == OFF_STORED_MADE &&
           take_piece(w, channel, made, FALSE, piece, o);
}

/* --- keeping it --- */

static GVariant *
rules_of(const OffWork *w, OffChannel *channel)
{
    GVariantBuilder rules;
    g_variant_builder_init(&rules, G_VARIANT_TYPE("a(ss)"));
    for (guint i = 0; i < w->ruled->len; i++)
        g_variant_builder_add(&rules, "(ss)", w->ruled->pdata[i],
                              off_rule_book_sum(w->job.run->rules, channel, w->ruled->pdata[i]));
    return g_variant_builder_end(&rules);
}

void
off_made_keep(const OffWork *w, OffChannel *channel, const GByteArray *piece, const OffOutcome *o)
{
    if (!w->made || w->wire == 0 || strcmp(o->status, "fetched") != 0 || piece->len == 0)
        return;
    g_autoptr(GVariant) kept = g_variant_ref_sink(
        g_variant_new("(bms@a(ss)@ay)", o->reason != NULL, o->url, rules_of(w, channel),
                      g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, piece->data, piece->len, 1)));
    gsize length = g_variant_get_size(kept);
    const guint32 number = GUINT32_TO_BE(w->wire);
    g_autofree char *mac = mac_of(w, g_variant_get_data(kept), length);
    g_autoptr(GByteArray) frame = g_byte_array_new();
    if (length + MAC_LENGTH + sizeof number > OFF_MADE_MAX)
        return;
    g_byte_array_append(frame, (const guint8 *)&number, sizeof number);
    g_byte_array_append(frame, (const guint8 *)mac, MAC_LENGTH);
    g_byte_array_append(frame, g_variant_get_data(kept), (guint)length);
    off_channel_keep(channel, frame->data, frame->len);
    if (off_made_is_late_to_ask(&w->job)) /* the gate may end this any moment */
        off_channel_send_kept(channel);
}
