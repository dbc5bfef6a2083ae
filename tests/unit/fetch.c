/* fetch.c: which addresses may be connected to. */
#include "config.h"

#include "fetch/guard.h"

#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <string.h>

static const char *
judge(const OffGuard *guard, const char *address, int port)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    if (inet_pton(AF_INET, address, &in.sin_addr) == 1)
        return off_guard_refuses(guard, (struct sockaddr *)&in, FALSE);
    g_assert_cmpint(inet_pton(AF_INET6, address, &in6.sin6_addr), ==, 1);
    return off_guard_refuses(guard, (struct sockaddr *)&in6, FALSE);
}

static void
guard_ranges(void)
{
    g_autoptr(OffGuard) guard = off_guard_new();
    static const char *const refused[] = {"0.0.0.0",       "10.0.0.1",         "100.64.0.1",
                                          "127.0.0.1",     "127.255.255.255",  "169.254.169.254",
                                          "172.16.0.1",    "172.31.255.255",   "192.0.0.1",
                                          "192.168.0.1",   "198.18.0.1",       "224.0.0.1",
                                          "240.0.0.1",     "255.255.255.255",  "::",
                                          "::1",           "::ffff:127.0.0.1", "::ffff:10.0.0.1",
                                          "::127.0.0.1",   "64:ff9b::7f00:1",  "64:ff9b::a00:1",
                                          "2002:7f00:1::", "2002:a00:1::1",    "2001:0:1::1",
                                          "fc00::1",       "fd12::1",          "fe80::1",
                                          "fec0::1",       "ff02::1",          "2001:db8::1",
                                          "100::1",        "64:ff9b:1::1"};
    static const char *const allowed[] = {"1.1.1.1",          "172.32.0.1",     "100.128.0.1",
                                          "8.8.8.8",          "2606:4700::1",   "::ffff:8.8.8.8",
                                          "64:ff9b::808:808", "2002:808:808::1"};
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
        g_assert_nonnull(judge(guard, refused[i], 443));
    for (guint i = 0; i < G_N_ELEMENTS(allowed); i++)
        g_assert_cmpstr(judge(guard, allowed[i], 443), ==, NULL);
    g_assert_nonnull(judge(guard, "8.8.8.8", 25));
    g_assert_nonnull(judge(guard, "8.8.8.8", 6379));
    g_assert_null(judge(guard, "8.8.8.8", 8080));
}

static void
guard_allow(void)
{
    g_autoptr(OffGuard) guard = off_guard_new();
    static const char *const good[] = {"127.0.0.0/8", "10.0.0.1:8080", "[::1]:80",
                                       "::1",         "fd00::/8",      "[fd00::]/8:443"};
    static const char *const bad[] = {"",     "x",         "127.0.0.0/33", "10.0.0.1:99999",
                                      "[::1", "1.2.3.4.5", "127.0.0.1/-1"};
    for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(OffGuard) one = off_guard_new();
        g_assert_true(off_guard_allow(one, good[i]));
    }
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(off_guard_allow(guard, bad[i]));
    g_assert_true(off_guard_allow(guard, "127.0.0.0/8, 10.0.0.1:8080"));
    g_assert_null(judge(guard, "127.9.9.9", 99));
    g_assert_null(judge(guard, "::ffff:127.0.0.1", 99));
    g_assert_null(judge(guard, "10.0.0.1", 8080));
    g_assert_nonnull(judge(guard, "10.0.0.1", 8081));
    g_assert_nonnull(judge(guard, "10.0.0.2", 8080));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fetch/ranges", guard_ranges);
    g_test_add_func("/fetch/allow", guard_allow);
    return g_test_run();
}
