/* recipes.h: --recipe, a recipe of contrib/ for another program. */
#ifndef OFF_RECIPES_H
#define OFF_RECIPES_H

/* Prints the recipe of that name, as procmail for procmailrc. Returns the exit status; a name that
 * is none is answered with those that there are. */
int off_recipe_print(const char *name);

#endif
