/* frame.c: the protocol between the processes. */
#include "config.h"

#include "fuzz.h"

#include "wire/wire.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct off_buffer in = {0};
    struct off_frame_view view;
    if (!off_buffer_add(&in, data, size))
        return 0;
    while (off_frame_peek(&in, &view) == 1) {
        for (int tag = 0; tag < 64; tag++) {
            free(off_field_string(view.body, view.length, (enum off_field)tag));
            off_field_number(view.body, view.length, (enum off_field)tag, 0);
        }
        off_buffer_consume(&in, OFF_HEAD_SIZE + view.length);
    }
    off_buffer_free(&in);
    return 0;
}
