/* database.c: the file of the cache: is it ours, its tables, and one statement at a time. */
#include "config.h"

#include "fetch/database.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID 0x4f667072 /* "Ofpr", in bytes 68 to 71 of the file */
#define APPLICATION_ID_TEXT "1332113522"
#define APPLICATION_ID_AT 68
#define BUSY_MS 1000 /* wait so long for a lock once, then do without the cache */
#define OPEN_BUSY_MS 100
#define OPEN_TRIES 12 /* when many processes start at once and one of them creates the tables */
#define OPEN_PAUSE_US 50000

typedef enum { NOT_OURS, NEW, OURS, PERHAPS_OURS } Whose;

/* The tables of offprint's caches. A kept page is a response with the time of its fetch; loose says
 * what may not be stored, so that nobody waits for it; slot, wish and pause are flight.c's. */
static const char tables[] =
    "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=4194304;"
    "PRAGMA temp_store=MEMORY;"
    "CREATE TABLE IF NOT EXISTS response(url TEXT PRIMARY KEY, status INTEGER, location TEXT,"
    " type TEXT, body BLOB, reason TEXT, message TEXT, etag TEXT, modified TEXT,"
    " fresh_until INTEGER, used INTEGER) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS flight(url TEXT PRIMARY KEY, pid INTEGER, until INTEGER)"
    " WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS kept(url TEXT PRIMARY KEY, fetched INTEGER) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS loose(url TEXT PRIMARY KEY, until INTEGER) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS slot(server TEXT, owner INTEGER, until INTEGER);"
    "CREATE TABLE IF NOT EXISTS wish(server TEXT, owner INTEGER, until INTEGER,"
    " PRIMARY KEY(server, owner)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS pause(server TEXT PRIMARY KEY, until INTEGER) WITHOUT ROWID;"
    "PRAGMA synchronous=NORMAL;";

/* A cache of the time before application_id: two tables, of as many columns as ours. */
static const char former[] =
    "SELECT count(*) = 2 AND (SELECT count(*) FROM pragma_table_info('response')) = 11"
    " AND (SELECT count(*) FROM pragma_table_info('flight')) = 3 FROM sqlite_master"
    " WHERE type = 'table' AND name IN ('response', 'flight')"
    " AND (SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view', 'trigger')) = 2";

/* --- one statement --- */

sqlite3_stmt *
off_statement(OffDatabase *database, const char *sql, const char *text)
{
    sqlite3_stmt *statement = g_hash_table_lookup(database->statements, sql);
    if (!statement) {
        if (sqlite3_prepare_v3(database->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                               NULL) != SQLITE_OK)
            return NULL;
        g_hash_table_insert(database->statements, (char *)sql, statement);
    }
    if (text)
        sqlite3_bind_text(statement, 1, text, -1, SQLITE_TRANSIENT);
    return statement;
}

void
off_release(sqlite3_stmt *statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

static void
finalize_statement(void *data)
{
    sqlite3_finalize(data);
}

void
off_bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    if (text)
        sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT);
}

int
off_step(sqlite3_stmt *statement)
{
    int code = statement ? sqlite3_step(statement) : SQLITE_ERROR;
    if (code == SQLITE_BUSY)
        sqlite3_busy_timeout(sqlite3_db_handle(statement), 0);
    return code;
}

gboolean
off_finish(sqlite3_stmt *statement)
{
    gboolean done = off_step(statement) == SQLITE_DONE;
    off_release(statement);
    return done;
}

static sqlite3_stmt *
with_numbers(OffDatabase *database, const char *sql, const char *text, gint64 a, gint64 b)
{
    sqlite3_stmt *statement = off_statement(database, sql, text);
    if (statement) {
        sqlite3_bind_int64(statement, 2, a);
        sqlite3_bind_int64(statement, 3, b);
    }
    return statement;
}

gboolean
off_run(OffDatabase *database, const char *sql, const char *text, gint64 a, gint64 b)
{
    return off_finish(with_numbers(database, sql, text, a, b));
}

gint64
off_number(OffDatabase *database, const char *sql, const char *text, gint64 a, gint64 otherwise)
{
    sqlite3_stmt *statement = with_numbers(database, sql, text, a, 0);
    gint64 number =
        off_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : otherwise;
    off_release(statement);
    return number;
}

gboolean
off_begin(OffDatabase *database)
{
    return off_finish(off_statement(database, "BEGIN IMMEDIATE", NULL));
}

void
off_commit(OffDatabase *database)
{
    if (!off_finish(off_statement(database, "COMMIT", NULL)))
        off_finish(off_statement(database, "ROLLBACK", NULL));
}

/* --- the file --- */

static Whose
whose_file(int fd)
{
    unsigned char head[100];
    ssize_t n = pread(fd, head, sizeof head, 0);
    if (n == 0)
        return NEW;
    if (n != (ssize_t)sizeof head || memcmp(head, "SQLite format 3", 16) != 0)
        return NOT_OURS;
    guint32 id;
    memcpy(&id, head + APPLICATION_ID_AT, sizeof id);
    if (id == 0)
        return PERHAPS_OURS;
    return GUINT32_FROM_BE(id) == APPLICATION_ID ? OURS : NOT_OURS;
}

/* Checks the file before SQLite opens it, and creates it if it is missing. Only the user may read
 * it. *foreign: the file exists, but is not offprint's or not the user's. */
static Whose
look_at(const char *path, gboolean *foreign)
{
    struct stat about;
    Whose answer = NOT_OURS;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
    if (fd < 0)
        return NOT_OURS;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_uid == geteuid())
        answer = whose_file(fd);
    if (answer != NOT_OURS && answer != PERHAPS_OURS && (about.st_mode & 077) &&
        fchmod(fd, 0600) != 0)
        answer = NOT_OURS;
    *foreign = answer == NOT_OURS;
    close(fd);
    return answer;
}

/* A hostile file must not run code of its own: no triggers, no views, no functions in its schema.
 */
static void
harden_database(sqlite3 *db)
{
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
#ifdef SQLITE_DBCONFIG_ENABLE_TRIGGER
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
#endif
#ifdef SQLITE_DBCONFIG_ENABLE_VIEW
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
#endif
#ifdef SQLITE_DBCONFIG_TRUSTED_SCHEMA
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
#endif
}

static int
execute_sql(sqlite3 *db, const char *sql)
{
    int code = SQLITE_BUSY;
    for (guint i = 0; i < OPEN_TRIES && code == SQLITE_BUSY; i++) {
        if (i > 0)
            g_usleep(OPEN_PAUSE_US);
        code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    }
    return code;
}

/* Marks a new file, and one of former days, as ours. SQLITE_MISUSE: it is another program's. */
static int
claim_file(OffDatabase *d, Whose file)
{
    if (file == OURS)
        return SQLITE_OK;
    if (file == PERHAPS_OURS && off_number(d, former, NULL, 0, 0) != 1)
        return SQLITE_MISUSE;
    /* A new file holds nothing that could be lost, so its first pages need no fsync. */
    return execute_sql(d->db, "PRAGMA synchronous=OFF; PRAGMA application_id=" APPLICATION_ID_TEXT);
}

static gint64
new_owner(void)
{
    return ((gint64)(g_random_int() >> 1) << 32 | g_random_int()) | 1;
}

OffDatabase *
off_database_open(const char *path, gboolean *foreign)
{
    g_autofree char *folder = g_path_get_dirname(path);
    umask(077);
    g_mkdir_with_parents(folder, 0700);
    *foreign = FALSE;
    Whose file = look_at(path, foreign);
    if (file == NOT_OURS)
        return NULL;
    OffDatabase *d = g_new0(OffDatabase, 1);
    d->owner = new_owner();
    d->statements = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, finalize_statement);
    int code =
        sqlite3_open_v2(path, &d->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL);
    if (code == SQLITE_OK) {
        harden_database(d->db);
        sqlite3_busy_timeout(d->db, OPEN_BUSY_MS);
        code = claim_file(d, file);
        *foreign = code == SQLITE_MISUSE;
    }
    if (code == SQLITE_OK)
        code = execute_sql(d->db, tables);
    /* A broken file is recreated by the next run: nothing in it is worth keeping. */
    if ((code == SQLITE_NOTADB || code == SQLITE_CORRUPT) && file == OURS)
        unlink(path);
    if (code != SQLITE_OK) {
        off_database_close(d);
        return NULL;
    }
    /* The write-ahead log is safe, so closing does not wait for a checkpoint. */
    sqlite3_db_config(d->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    /* The sandbox lets no file be made or removed: the log and its index stay. */
    int stays = 1;
    sqlite3_file_control(d->db, NULL, SQLITE_FCNTL_PERSIST_WAL, &stays);
    sqlite3_busy_timeout(d->db, BUSY_MS);
    return d;
}

void
off_database_close(OffDatabase *d)
{
    if (!d)
        return;
    g_hash_table_unref(d->statements);
    sqlite3_close(d->db);
    g_free(d);
}
