/* recipes.h: --recipe, a recipe of contrib/ for another program. */
#ifndef OFF_RECIPES_H
#define OFF_RECIPES_H

/* Prints the recipe of that name, such as procmail for procmailrc. For an unknown name it lists the
 * recipes. Returns the exit status. */
int off_recipe_print(const char *name);

#endif
