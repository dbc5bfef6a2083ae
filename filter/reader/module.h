/* module.h: what of the reader is loaded only when it is needed. */
#ifndef OFF_MODULE_H
#define OFF_MODULE_H

/* Loads a module that lies beside the program (a path), and returns what its symbol stands for;
 * NULL if it cannot be loaded. */
void *off_module_symbol(const char *program, const char *module, const char *symbol);

#endif
