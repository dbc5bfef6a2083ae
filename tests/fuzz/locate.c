/* locate.c: which link of a mail is the article; and links unwrapped. */
#include "config.h"

#include "fuzz.h"

#include <offprint/locate.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);
    static const char *const fields[] = {"List-Id", "<a.example>", NULL};
    gboolean html = size && data[0] % 2;
    off_plan_free(off_locate_mail(&(OffLocateInput){.html = html ? text : NULL,
                                                    .text = html ? NULL : text,
                                                    .subject = "The old bridge",
                                                    .domain = "a.example",
                                                    .fields = fields}));
    text[strcspn(text, "\n")] = '\0';
    g_free(off_unwrap(text));
    off_is_personal(text);
    off_is_summary(text, NULL);
    return 0;
}
