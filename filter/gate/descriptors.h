/* descriptors.h: which descriptors the gate has: three of its own, and its input. */
#ifndef OFF_DESCRIPTORS_H
#define OFF_DESCRIPTORS_H

/* Opens descriptors 0 to 2 if the caller closed them, so that no file of ours gets their numbers.
 * They stay unusable: reading standard input and writing standard output fail. */
void off_descriptors_fill(void);

/* Opens a file for reading, or /dev/fd/N, which the shell's <(command) passes. Returns a
 * descriptor, or -1 with errno. */
int off_descriptors_open(const char *path);

/* Closes all but 0 to 2 and fd, which may be -1: the caller let them through, and no helper is to
 * have them. Returns the number that fd has from here on. */
int off_descriptors_keep(int fd);

#endif
