/* mails.c: writes mails and their stories as numbers, for mails.py.
 *
 * usage: mails LIST [WORTHS]
 * LIST has a line "id file" for each mail. For each story a line
 * "S<TAB>id<TAB>features<TAB>links", the links as "address<US>words<RS>...", then for each mail a
 * line "M<TAB>id<TAB>features<TAB>reason of what is certain", and for each kind that it could be
 * told to be a line "P<TAB>id<TAB>kind, and what it comes to<TAB>the addresses picked, <RS> after
 * each". WORTHS: two numbers for each story, in their order: what the forests of stories and of
 * leads are to have said. */
#include "config.h"

#include "input/input.h"
#include "locate/evidence.h"
#include "locate/kind.h"
#include "locate/picks.h"
#include "mail/mailroom.h"
#include "reader/locate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const OffMailRoom off_mail_room;

static FILE *worths;

static void
write_numbers(const float *row, guint numbers)
{
    for (guint k = 0; k < numbers; k++)
        printf("%s%.6g", k ? " " : "", (double)row[k]);
}

static void
write_clean(const char *text)
{
    for (const char *p = text; *p; p++)
        putchar((guchar)*p < 0x20 ? ' ' : *p);
}

static void
write_story(const char *id, const OffAnchors *all, guint index)
{
    OffStory *s = off_story(all, index);
    if (worths && fscanf(worths, "%lf %lf", &s->worth, &s->lead) != 2)
        exit(1);
    printf("S\t%s\t", id);
    write_numbers(s->feature, OFF_STORY_FEATURES);
    putchar('\t');
    for (guint i = s->first; i <= s->last; i++) {
        const OffAnchor *a = off_anchor(all, i);
        if (a->story != index)
            continue;
        write_clean(a->link->href);
        putchar(0x1f);
        write_clean(a->link->text);
        putchar(0x1e);
    }
    putchar('\n');
}

static void
write_picks(const char *id, const OffAnchors *all, const float *m, OffKind kind)
{
    OffPlan plan = {.kind = kind,
                    .picked = g_ptr_array_new(),
                    .refused = g_ptr_array_new(),
                    .sponsored = g_ptr_array_new(),
                    .candidates = g_ptr_array_new()};
    off_pick(all, m, &plan);
    printf("P\t%s\t%u %u\t", id, kind, plan.kind);
    for (guint i = 0; i < plan.picked->len; i++) {
        write_clean(((OffLink *)plan.picked->pdata[i])->href);
        putchar(0x1e);
    }
    putchar('\n');
}

static void
write_mail(const OffLocateInput *input, void *id)
{
    float m[OFF_MAIL_FEATURES] = {0};
    const char *reason = "";
    g_autoptr(OffLetter) letter = off_letter_new(input);
    g_autoptr(OffAnchors) anchors = off_anchors_new(input, letter);
    for (guint i = 0; i < anchors->stories->len; i++)
        write_story(id, anchors, i);
    off_evidence_of_header(input, m);
    off_evidence_of_body(input, letter, m);
    off_evidence_of_stories(anchors, m);
    printf("M\t%s\t", (const char *)id);
    write_numbers(m, OFF_MAIL_FEATURES);
    if (!off_is_certain(m, &reason))
        reason = "";
    printf("\t%s\n", reason);
    for (guint kind = OFF_KIND_FULL; kind <= OFF_KIND_DIGEST; kind++)
        write_picks(id, anchors, m, kind);
}

int
main(int argc, char **argv)
{
    char id[256], file[4096];
    FILE *list = argc > 1 ? fopen(argv[1], "r") : NULL;
    worths = argc > 2 ? fopen(argv[2], "r") : NULL;
    if (!list)
        return 1;
    while (fscanf(list, "%255s %4095s", id, file) == 2) {
        g_autofree char *bytes = NULL;
        gsize length;
        g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)off_item_free);
        if (!g_file_get_contents(file, &bytes, &length, NULL))
            return 1;
        if (!off_mail_room.read_mail(bytes, length, items, NULL))
            continue;
        const OffItem *item = items->pdata[0];
        if (item->untouchable)
            printf("M\t%s\t\t%s\n", id, item->untouchable);
        else
            off_with_locate_input(item, write_mail, id);
    }
    return 0;
}
