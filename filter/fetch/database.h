/* database.h: the file of the cache: is it ours, its tables, and one statement at a time. */
#ifndef OFF_DATABASE_H
#define OFF_DATABASE_H

#include <glib.h>
#include <sqlite3.h>

typedef struct {
    sqlite3 *db;
    GHashTable *statements; /* SQL, a constant -> sqlite3_stmt, to be used again */
    gint64 owner;           /* the number of this process in the database: random, above 0 */
} OffDatabase;

/* Opens or makes the file (mode 0600) and its folder. Returns NULL if it cannot be used. A file
 * that is not offprint's own (application_id), or belongs to another user, is left as it is;
 * *foreign says that it is such a one. */
OffDatabase *off_database_open(const char *path, gboolean *foreign);
void off_database_close(OffDatabase *database);

/* A statement with its first parameter, a text or NULL; NULL if it cannot be prepared. It stays the
 * database's; off_release or off_finish makes it ready for the next use, until which sql must not
 * be asked for again. */
sqlite3_stmt *off_statement(OffDatabase *database, const char *sql, const char *text);
void off_release(sqlite3_stmt *statement);
void off_bind_text(sqlite3_stmt *statement, int at, const char *text);
/* One step; a lock is waited for once, and never again by this process. */
int off_step(sqlite3_stmt *statement);
/* Steps to the end, and releases it; FALSE if that failed. */
gboolean off_finish(sqlite3_stmt *statement);
/* The same for a statement with a text and up to two numbers, bound to ?1, ?2, ?3. */
gboolean off_run(OffDatabase *database, const char *sql, const char *text, gint64 a, gint64 b);
/* The first number that it gives, or otherwise. */
gint64 off_number(OffDatabase *database, const char *sql, const char *text, gint64 a,
                  gint64 otherwise);

/* A transaction that writes; FALSE if the file is locked: all is then done without it. */
gboolean off_begin(OffDatabase *database);
void off_commit(OffDatabase *database);

#endif
