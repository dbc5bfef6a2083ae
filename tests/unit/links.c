/* links.c: what an address and its words say. */
#include "config.h"

#include <offprint/locate.h>

#include "links/refuse.h"
#include "words/fold.h"
#include "words/words.h"

#include <glib.h>
#include <string.h>

static void
unwrapping(void)
{
    static const struct {
        const char *wrapped, *target;
    } cases[] = {
        {"https://a.example/x", "https://a.example/x"},
        {"https://a.example/x?utm_source=m&id=7&fbclid=1", "https://a.example/x?id=7"},
        {"https://t.example/c?url=https%3A%2F%2Fa.example%2Fx%3Futm_medium%3Dmail",
         "https://a.example/x"},
        {"https://t.example/c?u=https%253A%252F%252Fa.example",
         "https://t.example/c?u=https%253A%252F%252Fa.example"},
        {"https://t.example/CL0/https:%2F%2Fa.example%2Fstory/1/0100abc/x=9",
         "https://a.example/story"},
        /* {"url":"https://a.example/deep"} */
        {"https://t.example/e/eyJ1cmwiOiJodHRwczovL2EuZXhhbXBsZS9kZWVwIn0",
         "https://a.example/deep"},
        {"https://t.example/r?d=aHR0cHM6Ly9hLmV4YW1wbGUvYjY0", "https://a.example/b64"},
        {"https://t.example/"
         "?u=https%3A%2F%2Fs.example%2F%3Fto%3Dhttps%253A%252F%252Fa.example%252Ftwice",
         "https://a.example/twice"},
        {"https://a.example/x?q=1#part", "https://a.example/x?q=1#part"},
        {"https://email.mailer.example.net/c/"
         "eNo1i0EKwzAMBF9jH4PjlOTkQ6HkG0WxhRuwkZAVaH9fXQLLDjuwGRQryS8xDfUlhS3m7fAtfVR5uOXp4m5hYJQJv"
         "9C54URSzcUQV8M8Wx1ylopu2S_"
         "t70GXZBuvDmfzkgShoLhHuP-Z-h9dTyf4",
         "https://paper.example.org/2026/11/bridge"},
        {"https://mailer.example.net/l?p="
         "H4sIAAAAAAACA6tWKlWyUsooKSkottLXL0gsSC3SS61IzC3ISdXLL0rXL8lMSS1WqgUAWZzexScAAAA=",
         "https://paper.example.org/tides"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *target = off_unwrap(cases[i].wrapped);
        g_assert_cmpstr(target, ==, cases[i].target);
    }
}

static void
personal(void)
{
    g_assert_true(off_is_personal(
        "https://t.example/ls/click?upn=MnmHBiCwIPe9TmIJeskmA7mFdqmsIs2B5Xs2FNpSIs56obSPDXnoBEju"));
    g_assert_false(off_is_personal(
        "https://a.example/2026/11/24/the-old-bridge-reopens-after-two-years-of-repairs-at-last"));
    g_assert_false(off_is_personal("https://a.example/p/12345678"));
}

static void
refusing(void)
{
    static const char *const acting[] = {
        "https://a.example/unsubscribe/7",          "https://a.example/u?action=confirm",
        "https://a.example/account/verify?token=1", "https://a.example/opt-out",
        "https://a.example/confirm-email/x",        "https://www.facebook.com/sharer.php?u=1"};
    static const char *const harmless[] = {
        "https://a.example/2026/how-to-reset-your-password-safely",
        "https://a.example/news/vote-in-parliament-ends-in-a-draw"};
    for (guint i = 0; i < G_N_ELEMENTS(acting); i++)
        g_assert_nonnull(off_refuses_link(acting[i], acting[i], "words", NULL));
    for (guint i = 0; i < G_N_ELEMENTS(harmless); i++)
        g_assert_null(off_refuses_link(harmless[i], harmless[i], "words", NULL));
    g_assert_cmpint(off_saying("Read more →"), ==, OFF_SAYS_MORE);
    g_assert_cmpint(off_saying("View in browser"), ==, OFF_SAYS_ONLINE);
    g_assert_cmpint(off_saying("Unsubscribe"), ==, OFF_SAYS_LEAVE);
    g_assert_cmpint(off_saying("Se désabonner"), ==, OFF_SAYS_LEAVE);
    g_assert_cmpint(off_saying("続きを読む"), ==, OFF_SAYS_MORE);
    g_assert_cmpint(off_saying("配信停止はこちら"), ==, OFF_SAYS_LEAVE);
    g_assert_cmpint(off_saying("Читать далее"), ==, OFF_SAYS_MORE);
    g_assert_cmpint(off_saying("The ferry that came back for two summers"), ==, OFF_SAYS_NOTHING);
}

typedef struct {
    int kind;
    const char *phrase;
    guint64 langs;
} Phrase;

enum {
    MORE = OFF_SAYS_MORE,
    ONLINE = OFF_SAYS_ONLINE,
    STRONG = OFF_SAYS_ACT,
    WEAK = OFF_SAYS_ACT,
    LEAVE = OFF_SAYS_LEAVE,
    VERB = 100, /* these two say something only together */
    OBJECT
};

static const Phrase phrases[] = {
#define OFF_MORE(phrase, langs) {MORE, phrase, langs},
#define OFF_ONLINE(phrase, langs) {ONLINE, phrase, langs},
#define OFF_ACT(strength, phrase, langs) {strength, phrase, langs},
#include "words/words.def"
};

static void
every_phrase(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
        const Phrase *p = &phrases[i];
        if (p->kind == VERB || p->kind == OBJECT)
            continue;
        g_autofree char *shown = g_strdup_printf("» %s →", p->phrase);
        int says = off_saying(shown);
        gboolean stronger = p->kind == OFF_SAYS_ACT && says == LEAVE; /* it holds such a word */
        if (says != p->kind && !stronger)
            g_error("'%s' says %d, not %d", p->phrase, says, p->kind);
    }
}

static void
every_verb(void)
{
    guint pairs = 0;
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++)
        for (guint k = 0; k < G_N_ELEMENTS(phrases); k++) {
            const Phrase *verb = &phrases[i], *object = &phrases[k];
            if (verb->kind != VERB || object->kind != OBJECT || !(verb->langs & object->langs))
                continue;
            g_autofree char *shown = g_strdup_printf("%s %s", verb->phrase, object->phrase);
            if (off_saying(shown) < OFF_SAYS_ACT)
                g_error("'%s' says %d", shown, off_saying(shown));
            pairs++;
        }
    g_assert_cmpuint(pairs, >, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/links/unwrap", unwrapping);
    g_test_add_func("/links/personal", personal);
    g_test_add_func("/links/refuse", refusing);
    g_test_add_func("/links/phrases", every_phrase);
    g_test_add_func("/links/verbs", every_verb);
    return g_test_run();
}
