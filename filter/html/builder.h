/* builder.h: the state of tree construction (HTML, 13.2.4 and 13.2.6). For this folder alone. */
#ifndef OFF_HTML_BUILDER_H
#define OFF_HTML_BUILDER_H

#include "html/parser.h"
#include "html/tokenizer.h"

/* Depth of nested elements. Deeper ones become siblings, as in browsers. */
#define OFF_HTML_DEPTH_MAX 512u
/* Room for the parts of a table, and for text, in the deepest element. */
#define OFF_HTML_DEPTH_ROOM 16u
/* Formatting elements to be reopened. The standard sets no limit, so a page that never closes one
 * would grow quadratically. */
#define OFF_HTML_FORMATTING_MAX 64u

typedef enum { OFF_SPACE_HTML, OFF_SPACE_MATHML, OFF_SPACE_SVG } OffHtmlSpace;

/* An element of the stack of open elements, or of the list of active formatting elements; there a
 * marker has no node. */
typedef struct {
    xmlNode *node;
    OffHtmlTag tag;
    OffHtmlSpace space;
} OffHtmlOpen;

typedef enum {
    OFF_SCOPE_ANY,
    OFF_SCOPE_LIST,
    OFF_SCOPE_BUTTON,
    OFF_SCOPE_TABLE,
    OFF_SCOPE_SELECT
} OffHtmlScope;

typedef enum {
#define OFF_HTML_MODE(name) OFF_MODE_##name,
#include "html/modes.def"
#undef OFF_HTML_MODE
    OFF_MODES
} OffHtmlMode;

typedef struct {
    OffHtmlTokenizer *tokenizer;
    OffHtmlToken *token;
    OffHtmlOptions options;
    xmlDoc *doc;
    OffHtmlMode mode, original;
    GArray *templates; /* guint8: the modes of open templates */
    OffHtmlOpen open[OFF_HTML_DEPTH_MAX + OFF_HTML_DEPTH_ROOM];
    guint depth;
    guint count[OFF_HTML_TAGS]; /* how many of each are open */
    OffHtmlOpen formatting[OFF_HTML_FORMATTING_MAX];
    guint n_formatting;
    xmlNode *head, *form;
    GString *table_text; /* pending table character tokens */
    gboolean foster;     /* parenting is on */
    gboolean frameset_ok;
    gboolean skip_newline; /* the one that a <pre> may begin with */
    gboolean quirks;
    gboolean fragment; /* of a <noscript>: the root is that */
    gboolean full;     /* there are too many tags: the rest is left out */
    guint tags;        /* end tags, and elements made */
    xmlNode *text;     /* the last text, and how long it is */
    gsize text_length, text_room;
} OffHtmlBuilder;

/* A rule processes b->token. FALSE: the token has to be processed again, in the mode that is now
 * current. */
typedef gboolean (*OffHtmlRule)(OffHtmlBuilder *b);
gboolean off_html_initial(OffHtmlBuilder *b);
gboolean off_html_before_html(OffHtmlBuilder *b);
gboolean off_html_before_head(OffHtmlBuilder *b);
gboolean off_html_after_head(OffHtmlBuilder *b);
gboolean off_html_after_body(OffHtmlBuilder *b);
gboolean off_html_in_frameset(OffHtmlBuilder *b); /* and after it */
gboolean off_html_after_after_body(OffHtmlBuilder *b);
gboolean off_html_in_head(OffHtmlBuilder *b);
gboolean off_html_in_body(OffHtmlBuilder *b);
gboolean off_html_in_table(OffHtmlBuilder *b);
gboolean off_html_in_table_text(OffHtmlBuilder *b);
gboolean off_html_in_caption(OffHtmlBuilder *b);
gboolean off_html_in_column_group(OffHtmlBuilder *b);
gboolean off_html_in_table_body(OffHtmlBuilder *b);
gboolean off_html_in_row(OffHtmlBuilder *b);
gboolean off_html_in_cell(OffHtmlBuilder *b);
gboolean off_html_in_select(OffHtmlBuilder *b);
gboolean off_html_in_select_in_table(OffHtmlBuilder *b);
gboolean off_html_in_template(OffHtmlBuilder *b);
gboolean off_html_in_foreign(OffHtmlBuilder *b);
/* <input type=hidden>? */
gboolean off_html_is_hidden_input(const OffHtmlToken *token);

/* builder.c: what several modes do. */
gboolean off_html_run(OffHtmlBuilder *b, OffHtmlMode mode); /* its rules, once */
void off_html_raw(OffHtmlBuilder *b, OffHtmlTextKind kind); /* 13.2.6.2 */
void off_html_reset_mode(OffHtmlBuilder *b);                /* 13.2.4.1 */
gboolean off_html_is_start(const OffHtmlBuilder *b, OffHtmlTag tag);
gboolean off_html_is_end(const OffHtmlBuilder *b, OffHtmlTag tag);
/* Splits the white space off the start of the text token, and adds it to the tree if insert. TRUE
 * if nothing is left. */
gboolean off_html_take_space(OffHtmlBuilder *b, gboolean insert);

/* template.c */
void off_html_start_template(OffHtmlBuilder *b);
void off_html_end_template(OffHtmlBuilder *b);
OffHtmlMode off_html_mode_of_template(const OffHtmlBuilder *b);

/* stack.c: the stack of open elements (13.2.4.2). */
OffHtmlOpen *off_html_current(OffHtmlBuilder *b);
gboolean off_html_current_is(OffHtmlBuilder *b, OffHtmlTag tag);
void off_html_push(OffHtmlBuilder *b, xmlNode *node, OffHtmlTag tag, OffHtmlSpace space);
void off_html_pop(OffHtmlBuilder *b);
void off_html_pop_until(OffHtmlBuilder *b, OffHtmlTag tag); /* and that */
void off_html_pop_to(OffHtmlBuilder *b, guint index);       /* and that */
void off_html_remove_open(OffHtmlBuilder *b, guint index);
void off_html_insert_open(OffHtmlBuilder *b, guint index, OffHtmlOpen open);
/* The index of an element, G_MAXUINT where it is not on the stack. */
guint off_html_index(const OffHtmlBuilder *b, const xmlNode *node);
gboolean off_html_is(const OffHtmlOpen *open, OffHtmlTag tag); /* an HTML element of this name */
gboolean off_html_is_special(const OffHtmlOpen *open);
gboolean off_html_in_scope(OffHtmlBuilder *b, OffHtmlTag tag, OffHtmlScope scope);
gboolean off_html_node_in_scope(OffHtmlBuilder *b, const xmlNode *node);
gboolean off_html_heading_in_scope(OffHtmlBuilder *b);
void off_html_imply_ends(OffHtmlBuilder *b, OffHtmlTag but); /* OFF_HTML_OTHER: of all */
void off_html_clear_to(OffHtmlBuilder *b, const OffHtmlTag *tags);
void off_html_close_p(OffHtmlBuilder *b);

/* formatting.c: the list of active formatting elements, and the adoption agency. */
void off_html_reopen(OffHtmlBuilder *b); /* "reconstruct" (13.2.4.3) */
void off_html_add_formatting(OffHtmlBuilder *b, xmlNode *node, OffHtmlTag tag);
void off_html_add_marker(OffHtmlBuilder *b);
void off_html_clear_to_marker(OffHtmlBuilder *b);
/* The adoption agency (13.2.6.4.7). FALSE: the end tag is to be read like any other. */
gboolean off_html_adopt(OffHtmlBuilder *b, OffHtmlTag tag);
/* The index of an element of this name in the list of formatting elements, after the last marker.
 * G_MAXUINT if the list has no such element. */
guint off_html_find_formatting(const OffHtmlBuilder *b, OffHtmlTag tag);
void off_html_remove_formatting(OffHtmlBuilder *b, guint index);

/* nodes.c: nodes of the tree. */
typedef struct {
    xmlNode *parent;
    xmlNode *before; /* NULL: at the end */
} OffHtmlPlace;

/* 13.2.6.1: "appropriate place for inserting a node"; target NULL: the current one. */
OffHtmlPlace off_html_place(OffHtmlBuilder *b, const OffHtmlOpen *target);
void off_html_link(OffHtmlPlace place, xmlNode *node);
void off_html_unlink(xmlNode *node);
/* An element of the token's name and attributes, in no tree. */
xmlNode *off_html_element(OffHtmlBuilder *b, const xmlChar *name);
xmlNode *off_html_clone(OffHtmlBuilder *b, const xmlNode *node);
/* The <html> element, with the token's attributes if it is that tag. */
void off_html_insert_root(OffHtmlBuilder *b);
/* May an element be opened here? One that is too deep stays empty; its content follows it. */
gboolean off_html_has_room(const OffHtmlBuilder *b);
/* Inserts an HTML element for the token, and opens it where there is room. */
xmlNode *off_html_insert(OffHtmlBuilder *b);
/* The same for a part of a table or a text container, which exceed the depth only by little. */
xmlNode *off_html_insert_part(OffHtmlBuilder *b);
/* The same for another name, without attributes. */
xmlNode *off_html_insert_implied(OffHtmlBuilder *b, OffHtmlTag tag);
xmlNode *off_html_insert_foreign(OffHtmlBuilder *b, const xmlChar *name, OffHtmlSpace space);
/* Inserts an HTML element for the token that has no content. */
void off_html_insert_void(OffHtmlBuilder *b);
void off_html_add_missing(OffHtmlBuilder *b, xmlNode *node); /* attributes that node has not */
void off_html_insert_text(OffHtmlBuilder *b, const char *text, gsize length);
void off_html_insert_comment(OffHtmlBuilder *b, xmlNode *parent); /* NULL: where it is */

#endif
