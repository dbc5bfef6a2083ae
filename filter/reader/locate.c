/* locate.c: a mail as locate/ wants it. */
#include "config.h"

#include "reader/locate.h"

#include "dom/charset.h"
#include "input/input.h"

static char *
utf8_of(GBytes *bytes, const char *type, gboolean html)
{
    gsize n, length;
    const char *data = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    return data ? off_to_utf8(data, n, NULL, type, html, &length) : NULL;
}

char *
off_item_html(const OffItem *item)
{
    return utf8_of(item->html, item->html_type, TRUE);
}

char *
off_item_text(const OffItem *item)
{
    return utf8_of(item->text, item->text_type, FALSE);
}

void
off_with_locate_input(const OffItem *item, void (*what)(const OffLocateInput *input, void *data),
                      void *data)
{
    g_autofree char *html = off_item_html(item);
    g_autofree char *text = off_item_text(item);
    g_auto(GStrv) fields = off_field_pairs(item);
    what(&(OffLocateInput){.html = html,
                           .text = text,
                           .subject = item->subject,
                           .domain = item->sender_domain,
                           .unsubscribe = item->unsubscribe,
                           .fields = (const char *const *)fields},
         data);
}

typedef struct {
    gboolean insist;
    OffPlan *made;
} Planning;

static void
plan_mail(const OffLocateInput *input, void *data)
{
    Planning *p = data;
    OffLocateInput how = *input;
    how.insist = p->insist;
    p->made = off_locate_mail(&how);
}

OffPlan *
off_plan_mail(const OffItem *item, gboolean insist)
{
    Planning p = {.insist = insist};
    off_with_locate_input(item, plan_mail, &p);
    return p.made;
}
