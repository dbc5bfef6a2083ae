/* servers.c: requests that wait for their turn, by server. */
#include "config.h"

#include "fetch/servers.h"

#include "fetch/address.h"
#include "wire/wire.h"

#define LOOK_MS 20   /* between looks whether another process has made room */
#define STREAMS 8u   /* requests that one connection of HTTP/2 carries at a time */
#define SLICE_MS 250 /* that long slots are kept before others are given a turn */
#define SECOND_MS 1000

typedef struct {
    char *name;
    GQueue queue;         /* OffFetch */
    guint active, slots;  /* requests under way, and what other processes see of them */
    gboolean multiplexed; /* it speaks HTTP/2 */
    gint64 paused_until;  /* off_now_ms(), 0: it is not */
    gint64 slice_until;   /* off_now_ms() until which its slots pass from one request to the next */
    gint64 look_at;       /* off_now_ms() before which other processes are not asked again */
} Server;

struct OffServers {
    OffCache *cache;
    guint most, all;
    guint slots; /* of all servers */
    guint queued;
    GHashTable *byname; /* name -> Server */
    GPtrArray *list;    /* Server, in the order in which they are served */
    guint next;         /* the one whose turn it is */
};

static void
free_server(void *data)
{
    Server *s = data;
    g_queue_clear_full(&s->queue, (GDestroyNotify)off_fetch_free);
    g_free(s->name);
    g_free(s);
}

OffServers *
off_servers_new(OffCache *cache, guint most, guint all)
{
    OffServers *servers = g_new0(OffServers, 1);
    servers->cache = cache;
    servers->most = most;
    servers->all = all;
    servers->byname = g_hash_table_new(g_str_hash, g_str_equal);
    servers->list = g_ptr_array_new_with_free_func(free_server);
    return servers;
}

void
off_servers_free(OffServers *servers)
{
    if (!servers)
        return;
    g_hash_table_unref(servers->byname);
    g_ptr_array_unref(servers->list);
    g_free(servers);
}

/* What other processes know of a server is asked once. */
static gint64
paused_until(OffServers *servers, const char *name)
{
    gint64 until = off_cache_paused(servers->cache, name);
    gint64 left = until - g_get_real_time() / G_USEC_PER_SEC;
    return until > 0 ? off_now_ms() + left * SECOND_MS : 0;
}

static Server *
server_of(OffServers *servers, const char *url)
{
    g_autofree char *name = off_address_server(url);
    Server *s = g_hash_table_lookup(servers->byname, name);
    if (!s) {
        s = g_new0(Server, 1);
        s->name = g_steal_pointer(&name);
        s->paused_until = paused_until(servers, s->name);
        g_queue_init(&s->queue);
        g_hash_table_insert(servers->byname, s->name, s);
        g_ptr_array_add(servers->list, s);
    }
    return s;
}

void
off_servers_add(OffServers *servers, OffFetch *fetch, gboolean first)
{
    Server *s = server_of(servers, fetch->url);
    if (first)
        g_queue_push_head(&s->queue, fetch);
    else
        g_queue_push_tail(&s->queue, fetch);
    servers->queued++;
}

/* Requests that the slots of a server carry: over HTTP/2 many each. */
static guint
room_of(const Server *s)
{
    return s->slots * (s->multiplexed ? STREAMS : 1);
}

/* May one more request be made to a server? */
static gboolean
take_turn(OffServers *servers, Server *s)
{
    gint64 now = off_now_ms();
    if (s->active < room_of(s)) {
        s->active++;
        return TRUE;
    }
    if (s->slots >= servers->most || servers->slots >= servers->all || now < s->look_at)
        return FALSE;
    if (!off_cache_slot_take(servers->cache, s->name, servers->most)) {
        s->look_at = now + LOOK_MS;
        return FALSE;
    }
    s->active++;
    s->slots++;
    servers->slots++;
    return TRUE;
}

static gboolean
may_start(OffServers *servers, Server *s, gint64 deadline, gboolean *held)
{
    gint64 now = off_now_ms();
    if (g_queue_is_empty(&s->queue))
        return FALSE;
    *held = s->paused_until > deadline;
    if (*held || now >= deadline) {
        s->active += !*held;
        return TRUE;
    }
    return now >= s->paused_until && take_turn(servers, s);
}

OffFetch *
off_servers_next(OffServers *servers, gint64 deadline, gboolean *held)
{
    guint count = servers->queued > 0 ? servers->list->len : 0;
    for (guint i = 0; i < count; i++) {
        Server *s = servers->list->pdata[(servers->next + i) % count];
        if (!may_start(servers, s, deadline, held))
            continue;
        servers->next = (servers->next + i + 1) % count;
        servers->queued--;
        return g_queue_pop_head(&s->queue);
    }
    return NULL;
}

static void
release_server(OffServers *servers, Server *s)
{
    s->slots--;
    servers->slots--;
    off_cache_slot_release(servers->cache, s->name);
}

/* A slot passes on to the next request of this process, for a while; then others come first. */
static gboolean
keeps_slot(OffServers *servers, Server *s)
{
    gint64 now = off_now_ms();
    if (g_queue_is_empty(&s->queue) || servers->slots >= servers->all)
        return FALSE;
    if (now < s->slice_until)
        return TRUE;
    s->slice_until = now + SLICE_MS;
    if (!off_cache_slot_wanted(servers->cache, s->name))
        return TRUE;
    s->look_at = now + 2 * LOOK_MS;
    return FALSE;
}

void
off_servers_done(OffServers *servers, const char *url, gboolean multiplexed)
{
    Server *s = server_of(servers, url);
    s->multiplexed = s->multiplexed || multiplexed;
    s->active -= s->active > 0;
    guint carried = s->multiplexed ? STREAMS : 1, needed = (s->active + carried - 1) / carried;
    if (s->slots > needed && !keeps_slot(servers, s))
        while (s->slots > needed)
            release_server(servers, s);
}

void
off_servers_pause(OffServers *servers, const char *url, gint64 seconds)
{
    Server *s = server_of(servers, url);
    s->paused_until = MAX(s->paused_until, off_now_ms() + seconds * SECOND_MS);
    off_cache_pause(servers->cache, s->name, g_get_real_time() / G_USEC_PER_SEC + seconds);
}

int
off_servers_wait(const OffServers *servers)
{
    return servers->queued > 0 ? LOOK_MS : -1;
}
