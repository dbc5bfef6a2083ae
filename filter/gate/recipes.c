/* recipes.c: the recipes of contrib/, built in: they are needed before anybody knows where files
 * lie. */
#include "config.h"

#include "gate/recipes.h"

#include "gate/output.h"
#include "gate/say.h"
#include "gate/usage.h"
#include "wire/nearest.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const struct {
    const char *file, *text;
} recipes[] = {
#define OFF_RECIPE(file, text) {file, text},
#include "contrib/recipes.def"
};
#define COUNT (sizeof recipes / sizeof *recipes)
#define NAME_SIZE 64

/* What a recipe's file is called for: procmail for procmailrc, fdm for fdm.conf. */
static void
name_of(const char *file, char name[NAME_SIZE])
{
    static const char *const ends[] = {"rc", ".conf", ".py", "-post-new"};
    snprintf(name, NAME_SIZE, "%s", file);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(name), m = strlen(ends[i]);
        if (n > m + 2 && strcmp(name + n - m, ends[i]) == 0)
            name[n - m] = '\0';
    }
}

static int
refuse_name(const char *asked)
{
    char names[COUNT][NAME_SIZE], list[COUNT * NAME_SIZE] = "";
    struct off_nearest near;
    off_nearest_begin(&near, asked);
    for (size_t i = 0, at = 0; i < COUNT && at < sizeof list; i++) {
        name_of(recipes[i].file, names[i]);
        off_nearest_try(&near, names[i]);
        at += (size_t)snprintf(list + at, sizeof list - at, "%s%s", i ? ", " : "", names[i]);
    }
    if (near.found)
        off_usage_error("--recipe", asked, "no such recipe: did you mean %s?", near.found);
    else
        off_usage_error("--recipe", asked, "no such recipe (expected %s)", list);
    return EX_USAGE;
}

int
off_recipe_print(const char *asked)
{
    for (size_t i = 0; i < COUNT; i++) {
        char name[NAME_SIZE];
        name_of(recipes[i].file, name);
        if (strcmp(asked, name) != 0 && strcmp(asked, recipes[i].file) != 0)
            continue;
        int error = off_write_stdout(recipes[i].text, strlen(recipes[i].text));
        if (error != 0)
            off_tell("standard output: %s", strerror(error));
        return error == 0 ? EX_OK : EX_IOERR;
    }
    return refuse_name(asked);
}
