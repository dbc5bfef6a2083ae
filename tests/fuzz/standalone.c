/* standalone.c: runs a target once over each file that is named, where there is no fuzzer. */
#include "fuzz.h"

#include <glib.h>

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *bytes;
        gsize length;
        if (!g_file_get_contents(argv[i], &bytes, &length, NULL))
            return 1;
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, length);
        g_free(bytes);
    }
    return 0;
}
