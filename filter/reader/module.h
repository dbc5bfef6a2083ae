/* module.h: loads parts of the reader only when they are needed. */
#ifndef OFF_MODULE_H
#define OFF_MODULE_H

/* Loads a module from the program's folder (a path), and returns the address of its symbol; NULL if
 * it cannot be loaded. */
void *off_module_symbol(const char *program, const char *module, const char *symbol);

#endif
