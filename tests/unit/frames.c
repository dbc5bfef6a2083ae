/* frames.c: frames and their bounds. */
#include "config.h"

#include "wire/bounds.h"
#include "wire/wire.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static void
frames(void)
{
    struct off_buffer b = {0}, fields = {0};
    struct off_frame_view view;
    g_assert_cmpint(off_frame_peek(&b, &view), ==, 0);
    g_assert_true(off_field_add_string(&fields, OFF_FIELD_URL, "https://example.org/"));
    g_assert_true(off_field_add_number(&fields, OFF_FIELD_ID, 42));
    g_assert_true(off_frame_add(&b, OFF_FRAME_FETCH, fields.data, fields.length));
    g_assert_cmpint(off_frame_peek(&b, &view), ==, 1);
    g_assert_cmpint(view.type, ==, OFF_FRAME_FETCH);
    g_assert_cmpint(off_field_number(view.body, view.length, OFF_FIELD_ID, -1), ==, 42);
    char *url = off_field_string(view.body, view.length, OFF_FIELD_URL);
    g_assert_cmpstr(url, ==, "https://example.org/");
    g_assert_null(off_field_string(view.body, view.length, OFF_FIELD_ERROR));
    /* one byte short: not yet */
    b.length--;
    g_assert_cmpint(off_frame_peek(&b, &view), ==, 0);
    free(url);
    off_buffer_free(&b);
    off_buffer_free(&fields);
}

static void
frame_bounds(void)
{
    struct off_buffer b = {0};
    struct off_frame_view view;
    static const unsigned char huge[] = {'F', 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
    static const unsigned char odd[] = {'F', 1, 0, 0, 0, 0, 0, 0};
    g_assert_true(off_buffer_add(&b, huge, sizeof huge));
    g_assert_cmpint(off_frame_peek(&b, &view), ==, -1);
    off_buffer_free(&b);
    g_assert_true(off_buffer_add(&b, odd, sizeof odd));
    g_assert_cmpint(off_frame_peek(&b, &view), ==, -1);
    off_buffer_free(&b);
    g_assert_false(off_frame_add(&b, OFF_FRAME_BODY, huge, OFF_FRAME_MAX + 1));
    g_autofree char *longest = g_strnfill(OFF_URL_MAX + 1, 'a');
    g_assert_false(off_field_add_string(&b, OFF_FIELD_URL, longest));
    g_assert_false(off_field_add_string(&b, OFF_FIELD_ID, "12345678901234567"));
    /* a field that says it is longer than its frame */
    static const unsigned char lie[] = {OFF_FIELD_URL, 0, 0, 0, 9, 'x'};
    size_t n;
    g_assert_null(off_field_find(lie, sizeof lie, OFF_FIELD_URL, &n));
    off_buffer_free(&b);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wire/frames", frames);
    g_test_add_func("/wire/bounds", frame_bounds);
    return g_test_run();
}
