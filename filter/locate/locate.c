/* locate.c: what kind of mail it is, and which link is the article.
 *
 *   letter.c  text.c            the body as a page of blocks, from HTML or plain text
 *   anchors.c  stories.c        its links, and the stories they belong to (story-model.h)
 *   header.c  body.c  mail.c    the mail as a row of numbers
 *   kind.c                      whose mail it is, then its kind (mail-model.h)
 *   picks.c                     which links are picked
 */
#include "config.h"

#include <offprint/locate.h>

#include "blocks/page.h"
#include "links/refuse.h"
#include "locate/kind.h"
#include "locate/picks.h"
#include "locate/words.h"

#include <string.h>

#define SUMMARY_WORDS 60   /* a feed item with fewer is a summary */
#define SUMMARY_BYTES 2000 /* that are looked at first: enough for words of usual length */

static void
link_free(void *data)
{
    OffLink *link = data;
    g_free(link->href);
    g_free(link->target);
    g_free(link->text);
    g_free(link);
}

static OffPlan *
plan_new(void)
{
    OffPlan *plan = g_new0(OffPlan, 1);
    plan->picked = g_ptr_array_new_with_free_func(link_free);
    plan->refused = g_ptr_array_new_with_free_func(link_free);
    plan->sponsored = g_ptr_array_new_with_free_func(link_free);
    plan->candidates = g_ptr_array_new_with_free_func(link_free);
    return plan;
}

void
off_plan_free(OffPlan *plan)
{
    if (!plan)
        return;
    g_ptr_array_unref(plan->picked);
    g_ptr_array_unref(plan->refused);
    g_ptr_array_unref(plan->sponsored);
    g_ptr_array_unref(plan->candidates);
    g_free(plan);
}

const char *
off_kind_name(OffKind kind)
{
    static const char *const names[] = {"none", "full", "teaser", "digest"};
    return names[kind];
}

OffPlan *
off_locate_mail(const OffLocateInput *input)
{
    OffPlan *plan = plan_new();
    if (!input->html && !input->text) {
        plan->reason = "nothing-to-read";
        return plan;
    }
    g_autoptr(OffLetter) letter = off_letter_new(input);
    g_autoptr(OffAnchors) anchors = off_anchors_new(input, letter);
    float evidence[OFF_MAIL_FEATURES] = {0};
    off_evidence_of_header(input, evidence);
    off_evidence_of_body(input, letter, evidence);
    off_evidence_of_stories(anchors, evidence);
    plan->kind = off_kind_of(input, anchors, evidence, &plan->reason);
    off_pick(anchors, evidence, plan);
    return plan;
}

/* --- feed items --- */

gboolean
off_has_few_words(const char *text)
{
    gsize n = strlen(text), most = SUMMARY_BYTES;
    for (;; most = n) {
        gsize length = n > most ? (gsize)(g_utf8_find_prev_char(text, text + most) - text) : n;
        g_autofree char *start = g_strndup(text, length);
        OffBlock b = {.text = start};
        off_block_measure(&b);
        if (b.words >= SUMMARY_WORDS || length == n)
            return b.words < SUMMARY_WORDS;
    }
}

gboolean
off_is_summary(const char *html, const char *text)
{
    static const char *const ends[] = {"[…]", "[...]", "…", "...", "[&#8230;]", "(...)"};
    g_autofree char *words = NULL;
    if (html) {
        g_autoptr(xmlDoc) doc = off_dom_parse(html, strlen(html));
        xmlNode *root = xmlDocGetRootElement(doc);
        words = root ? off_text_of(root) : NULL;
        for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
            if (n->type != XML_ELEMENT_NODE || off_tag(n) != OFF_TAG_a)
                continue;
            g_autofree char *link = off_text_of(n);
            if (off_saying(link) == OFF_SAYS_MORE)
                return TRUE;
        }
    } else {
        words = off_fold(text ? text : "");
    }
    for (guint i = 0; words && i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(words, ends[i]))
            return TRUE;
    return off_has_few_words(words ? words : "");
}
