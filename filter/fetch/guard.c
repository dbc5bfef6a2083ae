/* guard.c: special-purpose addresses (IANA registries, RFC 6890) and ports of other protocols.
 *
 * What is judged is the address that is really connected to, after every look-up and every
 * redirect. */
#include "config.h"

#include "fetch/guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define ADDRESS_BYTES 16

typedef struct {
    guint8 bytes[ADDRESS_BYTES]; /* IPv4 as ::ffff:a.b.c.d */
    int bits;                    /* of the 128 */
    int port;                    /* 0: any */
} Range;

struct OffGuard {
    GArray *allowed; /* Range */
    GArray *proxies; /* Range, of one address each */
};

/* A prefix, and the name of its range. embedded: the offset of an IPv4 address inside the IPv6
 * address, which is checked instead; 0: the range itself is refused. */
static const struct {
    const char *prefix;
    int bits;
    int embedded;
    const char *what;
} ranges[] = {
    {"0.0.0.0", 8, 0, "an address of this host"},
    {"10.0.0.0", 8, 0, "a private address"},
    {"100.64.0.0", 10, 0, "a shared (carrier) address"},
    {"127.0.0.0", 8, 0, "a loopback address"},
    {"169.254.0.0", 16, 0, "a link-local address"},
    {"172.16.0.0", 12, 0, "a private address"},
    {"192.0.0.0", 24, 0, "a reserved address"},
    {"192.0.2.0", 24, 0, "a documentation address"},
    {"192.88.99.0", 24, 0, "a relay address"},
    {"192.168.0.0", 16, 0, "a private address"},
    {"198.18.0.0", 15, 0, "a benchmark address"},
    {"198.51.100.0", 24, 0, "a documentation address"},
    {"203.0.113.0", 24, 0, "a documentation address"},
    {"224.0.0.0", 4, 0, "a multicast address"},
    {"240.0.0.0", 4, 0, "a reserved address"},
    {"::", 96, 0, "an IPv4-compatible, unspecified or loopback address"},
    {"::ffff:0:0:0", 96, 0, "a translated address"},
    {"64:ff9b::", 96, 12, "a translated address"},
    {"64:ff9b:1::", 48, 0, "a translated private address"},
    {"100::", 64, 0, "a discard address"},
    {"2001::", 32, 0, "a Teredo address"},
    {"2001::", 23, 0, "a reserved address"},
    {"2001:db8::", 32, 0, "a documentation address"},
    {"2002::", 16, 2, "a 6to4 address"},
    {"3fff::", 20, 0, "a documentation address"},
    {"5f00::", 16, 0, "a reserved address"},
    {"fc00::", 7, 0, "a private address"},
    {"fe80::", 10, 0, "a link-local address"},
    {"fec0::", 10, 0, "a site-local address"},
    {"ff00::", 8, 0, "a multicast address"},
};

/* Ports from 1024 on at which something else than a web server listens that a request could hurt.
 */
static const int refused_ports[] = {1080, 1433, 1521, 1719, 1720, 1723,  2049,  2375, 2376,
                                    3306, 3389, 3659, 4045, 4190, 5060,  5061,  5432, 5672,
                                    5900, 6000, 6379, 6514, 6566, 6665,  6666,  6667, 6668,
                                    6669, 6679, 6697, 9042, 9200, 10080, 11211, 27017};

static void
from_ipv4(guint8 out[ADDRESS_BYTES], const void *ipv4)
{
    static const guint8 mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    memcpy(out, mapped, sizeof mapped);
    memcpy(out + 12, ipv4, 4);
}

/* Reads an address as inet_pton does; +96 bits for IPv4. Returns the bits a whole address has, or
 * 0. */
static int
from_string(guint8 out[ADDRESS_BYTES], const char *text)
{
    guint8 ipv4[4];
    if (inet_pton(AF_INET, text, ipv4) == 1) {
        from_ipv4(out, ipv4);
        return 32;
    }
    return inet_pton(AF_INET6, text, out) == 1 ? 128 : 0;
}

static gboolean
in_prefix(const guint8 *address, const guint8 *prefix, int bits)
{
    int whole = bits / 8, rest = bits % 8;
    if (memcmp(address, prefix, (size_t)whole) != 0)
        return FALSE;
    return rest == 0 || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0;
}

static const char *
refuses_port(int port)
{
    if (port == 80 || port == 443)
        return NULL;
    if (port < 1024)
        return "at a port of another protocol";
    for (guint i = 0; i < G_N_ELEMENTS(refused_ports); i++)
        if (refused_ports[i] == port)
            return "at a port of another protocol";
    return NULL;
}

static const char *
refuses_bytes(const guint8 *address)
{
    for (guint i = 0; i < G_N_ELEMENTS(ranges); i++) {
        guint8 prefix[ADDRESS_BYTES], inner[ADDRESS_BYTES];
        int all = from_string(prefix, ranges[i].prefix);
        if (!in_prefix(address, prefix, 128 - all + ranges[i].bits))
            continue;
        if (ranges[i].embedded == 0)
            return ranges[i].what;
        from_ipv4(inner, address + ranges[i].embedded);
        return refuses_bytes(inner);
    }
    return NULL;
}

static const char *
refuses_address(const OffGuard *guard, const guint8 *address, int port)
{
    for (guint i = 0; i < guard->allowed->len; i++) {
        const Range *range = &g_array_index(guard->allowed, Range, i);
        if (in_prefix(address, range->bytes, range->bits) &&
            (range->port == 0 || range->port == port))
            return NULL;
    }
    const char *what = refuses_bytes(address);
    return what ? what : refuses_port(port);
}

/* The bytes and port of a socket's address; FALSE where it is of another family. */
static gboolean
from_sockaddr(Range *range, const struct sockaddr *address)
{
    range->bits = 128;
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)address;
        from_ipv4(range->bytes, &in->sin_addr);
        range->port = ntohs(in->sin_port);
        return TRUE;
    }
    if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const void *)address;
        memcpy(range->bytes, in6->sin6_addr.s6_addr, ADDRESS_BYTES);
        range->port = ntohs(in6->sin6_port);
        return TRUE;
    }
    return FALSE;
}

void
off_guard_allow_proxy(OffGuard *guard, const struct sockaddr *address)
{
    Range proxy;
    if (from_sockaddr(&proxy, address))
        g_array_append_val(guard->proxies, proxy);
}

const char *
off_guard_refuses(const OffGuard *guard, const struct sockaddr *address, gboolean proxied)
{
    Range to;
    if (!from_sockaddr(&to, address))
        return "not an internet address";
    for (guint i = 0; proxied && i < guard->proxies->len; i++) {
        const Range *proxy = &g_array_index(guard->proxies, Range, i);
        if (proxy->port == to.port && memcmp(proxy->bytes, to.bytes, ADDRESS_BYTES) == 0)
            return NULL;
    }
    return refuses_address(guard, to.bytes, to.port);
}

const char *
off_guard_refuses_literal(const OffGuard *guard, const char *host, int port)
{
    guint8 bytes[ADDRESS_BYTES];
    gsize n = strlen(host);
    g_autofree char *bare = host[0] == '[' && n > 1 ? g_strndup(host + 1, n - 2) : g_strdup(host);
    char *zone = strchr(bare, '%');
    if (zone)
        *zone = '\0';
    return from_string(bytes, bare) ? refuses_address(guard, bytes, port) : NULL;
}

static gboolean
to_number(const char *text, int most, int *out)
{
    char *end;
    long n = strtol(text, &end, 10);
    if (end == text || *end || n < 0 || n > most)
        return FALSE;
    *out = (int)n;
    return TRUE;
}

/* ADDRESS[/BITS][:PORT], where IPv6 with a port or bits after it may be in brackets. */
static gboolean
read_range(const char *text, Range *out)
{
    static const char form[] = "^(?:\\[([0-9a-fA-F:.]+)\\]|([0-9.]+)|([0-9a-fA-F:.]+(?=/|$)))"
                               "(?:/([0-9]{1,3}))?(?::([0-9]{1,5}))?$";
    g_autoptr(GRegex) regex = g_regex_new(form, 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(regex, text, 0, &match))
        return FALSE;
    g_autofree char *bracketed = g_match_info_fetch(match, 1);
    g_autofree char *ipv4 = g_match_info_fetch(match, 2);
    g_autofree char *ipv6 = g_match_info_fetch(match, 3);
    g_autofree char *bits = g_match_info_fetch(match, 4);
    g_autofree char *port = g_match_info_fetch(match, 5);
    Range range = {.port = 0};
    const char *address = *bracketed ? bracketed : ipv4;
    if (!address || !*address)
        address = ipv6 ? ipv6 : "";
    int all = from_string(range.bytes, address);
    range.bits = all;
    if (all == 0 || (bits && *bits && !to_number(bits, all, &range.bits)) ||
        (port && *port && !to_number(port, 65535, &range.port)))
        return FALSE;
    range.bits += 128 - all;
    *out = range;
    return TRUE;
}

/* All of the list or nothing of it. */
gboolean
off_guard_allow(OffGuard *guard, const char *list)
{
    g_auto(GStrv) each = g_strsplit(list, ",", -1);
    g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(Range));
    for (guint i = 0; each[i]; i++) {
        Range range;
        if (!read_range(g_strstrip(each[i]), &range))
            return FALSE;
        g_array_append_val(read, range);
    }
    g_array_append_vals(guard->allowed, read->data, read->len);
    return read->len > 0;
}

gboolean
off_range_holds(const char *text, const char *host)
{
    Range range, address;
    return read_range(text, &range) && read_range(host, &address) &&
           in_prefix(address.bytes, range.bytes, range.bits);
}

OffGuard *
off_guard_new(void)
{
    OffGuard *guard = g_new0(OffGuard, 1);
    guard->allowed = g_array_new(FALSE, FALSE, sizeof(Range));
    guard->proxies = g_array_new(FALSE, FALSE, sizeof(Range));
    return guard;
}

void
off_guard_free(OffGuard *guard)
{
    if (!guard)
        return;
    g_array_unref(guard->allowed);
    g_array_unref(guard->proxies);
    g_free(guard);
}
