/* addresses.c: addresses that lead to feeds: --from url, urls and opml. */
#include "config.h"

#include "reader/addresses.h"

#include "reader/pages.h"
#include "reader/plan.h"

#include <string.h>

#define UNDER_WAY_MAX 400 /* addresses that are asked for at a time */

gboolean
off_has_addresses(const GPtrArray *items)
{
    for (guint i = 0; i < items->len; i++)
        if (((OffItem *)items->pdata[i])->kind == OFF_INPUT_URL)
            return TRUE;
    return FALSE;
}

/* Takes the page: its items if it is a feed, the address with its page otherwise. */
static void
add_page(OffAddresses *a, OffItem *address, OffFetched *page, OffChannel *channel)
{
    const char *bytes = (const char *)page->body->data;
    gsize length = page->body->len;
    if (page->reason || length == 0 || off_input_guess(bytes, length) != OFF_INPUT_FEED) {
        g_ptr_array_add(a->items, address);
        g_ptr_array_add(a->pages, page);
        return;
    }
    OffFeed *feed = NULL;
    g_autoptr(GError) error = NULL;
    const OffSource source = {
        .bytes = bytes, .length = length, .base_url = page->url, .feed = &feed};
    g_autoptr(GPtrArray) items = off_input_read(OFF_INPUT_FEED, &source, &error);
    guint n = items ? items->len : 0;
    for (guint i = 0; i < n; i++) {
        g_ptr_array_add(a->items, items->pdata[i]);
        g_ptr_array_add(a->pages, NULL);
    }
    if (items)
        g_ptr_array_set_free_func(items, NULL);
    off_channel_say(channel, "%s is a feed of %u items%s%s", page->url, n, error ? ": " : "",
                    error ? error->message : "");
    g_ptr_array_add(a->feeds, page);
    if (feed)
        g_ptr_array_add(a->trees, feed);
    off_item_free(address);
}

static void
clear_page(gpointer page)
{
    off_fetched_free(page);
}

void
off_addresses_open(OffAddresses *a, GPtrArray *items, const OffJob *job, OffChannel *channel)
{
    g_autofree OffWork *work = g_new0(OffWork, items->len);
    guint asked = 0;
    a->items = g_ptr_array_new_with_free_func((GDestroyNotify)off_item_free);
    a->pages = g_ptr_array_new_with_free_func(clear_page);
    a->feeds = g_ptr_array_new_with_free_func(clear_page);
    a->trees = g_ptr_array_new_with_free_func((GDestroyNotify)off_feed_free);
    off_channel_stage(channel, "fetch");
    g_ptr_array_set_free_func(items, NULL);
    for (guint i = 0; i < items->len; i++) {
        for (; asked < items->len && asked <= i + UNDER_WAY_MAX; asked++) {
            OffItem *next = items->pdata[asked];
            work[asked].item = next;
            if (next->kind == OFF_INPUT_URL)
                off_work_begin(&work[asked], job, channel);
        }
        OffItem *item = items->pdata[i];
        if (work[i].request) {
            add_page(a, item, off_page_wait(work[i].request, &work[i].job, channel), channel);
        } else {
            g_ptr_array_add(a->items, item);
            g_ptr_array_add(a->pages, NULL);
        }
        off_work_clear(&work[i]);
    }
    g_ptr_array_unref(items);
}

void
off_addresses_clear(OffAddresses *a)
{
    g_clear_pointer(&a->items, g_ptr_array_unref);
    g_clear_pointer(&a->pages, g_ptr_array_unref);
    g_clear_pointer(&a->trees, g_ptr_array_unref);
    g_clear_pointer(&a->feeds, g_ptr_array_unref);
}

OffFeed *
off_addresses_feed(const OffAddresses *a)
{
    gboolean alone = a->trees->len == 1 && a->feeds->len == 1;
    for (guint i = 0; i < a->pages->len; i++)
        alone &= a->pages->pdata[i] == NULL;
    return alone ? a->trees->pdata[0] : NULL;
}

const OffFetched *
off_addresses_failure(const OffAddresses *a)
{
    const OffFetched *page = a->pages->len == 1 ? a->pages->pdata[0] : NULL;
    return page && page->reason ? page : NULL;
}
