/* names.c: a name whose address changes with each look-up, for LD_PRELOAD: OFFPRINT_NAMES is "NAME
 * ADDRESS ADDRESS ..."; the last one stays. "ADDRESS,ADDRESS" are several at once, in that order.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

static unsigned looked_up;

int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
            struct addrinfo **out)
{
    int (*next)(const char *, const char *, const struct addrinfo *, struct addrinfo **) = NULL;
    const char *said = getenv("OFFPRINT_NAMES");
    char copy[256] = "", *rest = copy;
    *(void **)&next = dlsym(RTLD_NEXT, "getaddrinfo");
    strncpy(copy, said ? said : "", sizeof copy - 1);
    char *one = strsep(&rest, " "), *address = NULL;
    if (!name || !one || strcmp(one, name) != 0)
        return next(name, service, hints, out);
    for (unsigned i = 0; i <= looked_up && rest; i++)
        address = strsep(&rest, " ");
    looked_up++;
    struct addrinfo numeric = hints ? *hints : (struct addrinfo){0};
    struct addrinfo **end = out;
    numeric.ai_flags |= AI_NUMERICHOST;
    *out = NULL;
    for (char *each = address; each;) {
        char *this = strsep(&each, ",");
        numeric.ai_family = strchr(this, ':') ? AF_INET6 : AF_INET;
        int failed = next(this, service, &numeric, end);
        if (failed)
            return failed;
        while (*end)
            end = &(*end)->ai_next;
    }
    return 0;
}
