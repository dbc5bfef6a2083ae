/* descriptors.h: which descriptors the gate has: three of its own, and its input. */
#ifndef OFF_DESCRIPTORS_H
#define OFF_DESCRIPTORS_H

/* Fills the holes that the caller left in 0 to 2, so that no file of ours comes to lie there. What
 * was closed stays an error: standard input cannot be read, standard output cannot be written. */
void off_descriptors_fill(void);

/* Opens a file for reading, or /dev/fd/N, which the shell's <(command) passes. Returns a
 * descriptor, or -1 with errno. */
int off_descriptors_open(const char *path);

/* Closes all but 0 to 2 and fd, which may be -1: the caller let them through, and no helper is to
 * have them. Returns the number that fd has from here on. */
int off_descriptors_keep(int fd);

#endif
