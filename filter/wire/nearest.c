/* nearest.c: the distance between two names (optimal string alignment). */
#include "config.h"

#include "wire/nearest.h"

#include <stdbool.h>
#include <string.h>

#define NAME_MAX_LENGTH 48 /* a longer name is like none of ours */

static size_t
least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

static char
same_hyphen(char c)
{
    return c == '_' ? '-' : c;
}

static size_t
distance_between(const char *a, const char *b)
{
    size_t rows[3][NAME_MAX_LENGTH + 1];
    size_t n = strlen(a), m = strlen(b);
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            bool same = same_hyphen(a[i - 1]) == same_hyphen(b[j - 1]);
            row[j] = least_of(least_of(row[j - 1], above[j]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least_of(row[j], before[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}

void
off_nearest_begin(struct off_nearest *n, const char *name)
{
    n->name = name;
    n->found = NULL;
    n->best = strlen(name) / 3 + 1;
}

void
off_nearest_try(struct off_nearest *n, const char *candidate)
{
    if (strlen(n->name) > NAME_MAX_LENGTH || strlen(candidate) > NAME_MAX_LENGTH)
        return;
    size_t d = distance_between(n->name, candidate);
    if (d < n->best) {
        n->best = d;
        n->found = candidate;
    }
}
