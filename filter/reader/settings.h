/* settings.h: the configuration (offprint.conf(5)): the settings for one input, and the place of
 * each in the files. */
#ifndef OFF_SETTINGS_H
#define OFF_SETTINGS_H

#include <glib.h>

typedef enum {
#define OFF_KEY(name, key, type, otherwise) OFF_SETTING_##name,
#define OFF_OPTION(name, letter, word, argument, type, member, otherwise, goes, tag, help)
#define OFF_OPTION_KEY(name, letter, word, argument, type, member, otherwise, goes, tag, help)     \
    OFF_SETTING_##name,
#include "wire/options.def"
    OFF_SETTINGS
} OffSetting;

typedef struct OffConf OffConf;

/* The properties of an input that section patterns are matched against. NULL: not known. */
typedef struct {
    const char *sender;  /* the address in From */
    const char *list_id; /* RFC 2919, without the <> */
    const char *feed;    /* its address */
    const char *home;    /* the page that the feed is of */
    const char *host;    /* of the article */
} OffMatch;

/* Tells of something that is wrong in a file. */
typedef void (*OffConfComplaint)(const char *file, guint line, const char *what, void *data);

OffConf *off_conf_new(void);
void off_conf_free(OffConf *conf);

/* Reads a file (GKeyFile; UTF-8), which overrides earlier ones. Mistakes are reported and ignored.
 * Returns their number. */
guint off_conf_read(OffConf *conf, const char *text, gsize length, const char *file,
                    OffConfComplaint complain, void *data);

/* Sets a value from the command line, which overrides all files. value may be NULL: nothing was
 * given. */
void off_conf_say(OffConf *conf, OffSetting setting, const char *value);

/* The value of a setting for an input (transfer none), or NULL. *where (transfer full, may be NULL)
 * is set to the place that set it. */
const char *off_conf_value(const OffConf *conf, OffSetting setting, const OffMatch *match,
                           char **where);

/* A line for each setting: "key = value", and where it comes from (transfer full). */
char *off_conf_print(const OffConf *conf, const OffMatch *match);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffConf, off_conf_free)

#endif
