/* fuzz.h: what the fuzz targets share. Each is a program for libFuzzer, and for AFL++ by the same
 * entry (afl-clang-fast links it); without either, standalone.c runs it over files. */
#ifndef OFF_FUZZ_H
#define OFF_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
