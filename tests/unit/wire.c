/* wire.c: options, reasons and the nearest name. */
#include "config.h"

#include "wire/nearest.h"
#include "wire/options.h"
#include "wire/reasons.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static void
values(void)
{
    const struct off_type number = OFF_TYPE_NUMBER(1, 64),
                          words = OFF_TYPE_WORDS("one two epub:FILE"), nets = OFF_TYPE_NETS,
                          address = OFF_TYPE_ADDRESS;
    char expected[64];
    g_assert_true(off_value_is(&number, "64"));
    g_assert_false(off_value_is(&number, "65"));
    g_assert_false(off_value_is(&number, "1x"));
    g_assert_false(off_value_is(&number, ""));
    g_assert_true(off_value_is(&words, "two"));
    g_assert_false(off_value_is(&words, "tw"));
    g_assert_false(off_value_is(&words, "two "));
    g_assert_true(off_value_is(&words, "epub:a.epub"));
    g_assert_false(off_value_is(&words, "epub:"));
    g_assert_false(off_value_is(&words, "epub"));
    off_value_expected(&words, expected, sizeof expected);
    g_assert_cmpstr(expected, ==, "one, two or epub:FILE");
    g_assert_true(off_value_is(&address, "a@b.example"));
    g_assert_false(off_value_is(&address, "a@b@c.example"));
    g_assert_false(off_value_is(&address, "a b@c.example"));
    g_assert_true(off_value_is(&nets, "10.0.0.0/8, [fd00::]/8:443,::1"));
    g_assert_false(off_value_is(&nets, "10.0.0.0/33"));
    g_assert_false(off_value_is(&nets, "[::1]:70000"));
    g_assert_false(off_value_is(&nets, "[::1"));
    g_assert_false(off_value_is(&nets, "10.0.0.1,,10.0.0.2"));
}

/* What is sent is what is read, and a process is told nothing that is not for it. */
static void
options(void)
{
    struct off_options o, read;
    struct off_buffer fields = {0};
    off_options_init(&o);
    g_assert_cmpint(o.width, ==, -1);
    g_assert_cmpint(o.deadline, ==, 8);
    g_assert_true(o.flowed);
    o.width = 40;
    o.flowed = false;
    o.base_url = "https://example.org/";
    o.record = "x.warc";
    g_assert_true(off_options_send(&fields, &o, OFF_GOES_READER));
    off_options_read(&read, fields.data, fields.length, OFF_GOES_READER);
    g_assert_cmpint(read.width, ==, 40);
    g_assert_false(read.flowed);
    g_assert_true(read.notes);
    g_assert_cmpstr(read.base_url, ==, "https://example.org/");
    g_assert_null(read.record);
    free((char *)(guintptr)read.base_url);
    free((char *)(guintptr)read.from);
    off_buffer_free(&fields);
}

static void
reasons(void)
{
    struct off_buffer fields = {0};
    g_assert_true(off_reason_add(&fields, "dns"));
    struct off_frame_view view = {.body = fields.data, .length = fields.length};
    g_assert_cmpstr(off_reason_read(&view, OFF_BY_FETCHER), ==, "dns");
    g_assert_cmpstr(off_reason_read(&view, OFF_BY_READER), ==, "dns");
    off_buffer_free(&fields);
    /* a word that the reporter may not use, a word that there is not, and text in its place */
    g_assert_true(off_reason_add(&fields, "signed"));
    view = (struct off_frame_view){.body = fields.data, .length = fields.length};
    g_assert_cmpstr(off_reason_read(&view, OFF_BY_FETCHER), ==, "protocol");
    off_buffer_free(&fields);
    g_assert_true(off_reason_add(&fields, "x\nBcc: y"));
    view = (struct off_frame_view){.body = fields.data, .length = fields.length};
    g_assert_cmpstr(off_reason_read(&view, OFF_BY_FETCHER), ==, "protocol");
    off_buffer_free(&fields);
    g_assert_true(
        off_field_add_string(&fields, OFF_FIELD_REASON, "dns; url=https://evil.example/"));
    view = (struct off_frame_view){.body = fields.data, .length = fields.length};
    g_assert_cmpstr(off_reason_read(&view, OFF_BY_READER), ==, "protocol");
    off_buffer_free(&fields);
    view = (struct off_frame_view){0};
    g_assert_null(off_reason_read(&view, OFF_BY_READER));
    g_assert_cmpint(off_reason_exit("deadline"), ==, EX_TEMPFAIL);
    g_assert_cmpint(off_reason_exit("no such"), ==, EX_SOFTWARE);
}

static const char *
nearest_to(const char *name)
{
    static const char *const names[] = {"from", "no-fetch", "width", "images"};
    struct off_nearest near;
    off_nearest_begin(&near, name);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        off_nearest_try(&near, names[i]);
    return near.found;
}

static void
nearest(void)
{
    g_assert_cmpstr(nearest_to("form"), ==, "from");
    g_assert_cmpstr(nearest_to("no_fecth"), ==, "no-fetch");
    g_assert_cmpstr(nearest_to("image"), ==, "images");
    g_assert_null(nearest_to("strict"));
    g_assert_null(nearest_to(""));
    g_autofree char *endless = g_strnfill(10000, 'w');
    g_assert_null(nearest_to(endless));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wire/values", values);
    g_test_add_func("/wire/options", options);
    g_test_add_func("/wire/reasons", reasons);
    g_test_add_func("/wire/nearest", nearest);
    return g_test_run();
}
