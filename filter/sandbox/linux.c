/* linux.c: Landlock for files, seccomp for system calls. */
#include "config.h"

#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PROGRAM_MAX 512 /* instructions of a filter */
#define TO_THE_END 255

#if defined __x86_64__ && !defined __ILP32__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#define OTHER_ABI 0x40000000u /* x32 */
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

/* --- files ---------------------------------------------------------------------------------- */

#define READS                                                                                      \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITES                                                                                     \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG)
#define OF_A_FILE                                                                                  \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)
#define ALL_OF_ABI_1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)
#define TRUNCATE (1ull << 14) /* of ABI 3; older headers have no name for it */

/* What the rooms need of the system: libraries that are loaded late, names, certificates. */
static const char *const of_the_reader[] = {"/dev/urandom",
                                            "/usr/lib/gconv",
                                            "/usr/lib64/gconv",
                                            "/usr/lib/x86_64-linux-gnu/gconv",
                                            "/usr/lib/aarch64-linux-gnu/gconv",
                                            "/usr/lib/riscv64-linux-gnu/gconv"};
static const char *const of_the_fetcher[] = {"/dev/urandom",
                                             "/dev/null",
                                             "/lib",
                                             "/lib64",
                                             "/usr/lib",
                                             "/usr/lib64",
                                             "/usr/local/lib",
                                             "/etc/ld.so.cache",
                                             "/etc/resolv.conf",
                                             "/etc/hosts",
                                             "/etc/host.conf",
                                             "/etc/nsswitch.conf",
                                             "/etc/gai.conf",
                                             "/etc/services",
                                             "/etc/protocols",
                                             "/etc/localtime",
                                             "/etc/ssl",
                                             "/etc/pki",
                                             "/etc/ca-certificates",
                                             "/etc/crypto-policies",
                                             "/usr/share/ca-certificates",
                                             "/usr/local/share/ca-certificates",
                                             "/usr/share/ssl",
                                             "/run/systemd/resolve",
                                             "/run/resolvconf",
                                             "/run/nscd"};
/* Where a person says that certificates lie (OpenSSL). */
static const char *const certificate_variables[] = {"SSL_CERT_FILE", "SSL_CERT_DIR"};

static long
add_path(int ruleset, const char *path, __u64 wanted)
{
    struct stat s;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return 0;
    if (fstat(fd, &s) == 0 && !S_ISDIR(s.st_mode))
        wanted &= OF_A_FILE | TRUNCATE;
    struct landlock_path_beneath_attr rule = {.allowed_access = wanted, .parent_fd = fd};
    long failed = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(fd);
    return failed;
}

/* Returns the ABI of Landlock, 0 where there is none. */
static int
restrict_files(enum off_sandbox_room room, const struct off_sandbox_path *paths, size_t count)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return 0;
    const __u64 handled = ALL_OF_ABI_1 | (abi >= 3 ? TRUNCATE : 0);
    const __u64 writes = READS | WRITES | (abi >= 3 ? TRUNCATE : 0);
    struct landlock_ruleset_attr attributes = {.handled_access_fs = handled};
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
    if (ruleset < 0)
        return 0;
    bool reader = room == OFF_SANDBOX_READER;
    const char *const *own = reader ? of_the_reader : of_the_fetcher;
    size_t own_count = reader ? sizeof of_the_reader / sizeof *of_the_reader
                              : sizeof of_the_fetcher / sizeof *of_the_fetcher;
    for (size_t i = 0; i < own_count; i++)
        add_path(ruleset, own[i], READS);
    for (size_t i = 0; !reader && i < sizeof certificate_variables / sizeof(char *); i++)
        if (getenv(certificate_variables[i]))
            add_path(ruleset, getenv(certificate_variables[i]), READS);
    for (size_t i = 0; i < count; i++)
        if (paths[i].path)
            add_path(ruleset, paths[i].path, paths[i].write ? writes : READS);
    long failed = syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
    return failed ? 0 : (int)abi;
}

/* Where files cannot be told from each other none is opened later: the character sets that pages
 * are written in are loaded before. */
static void
load_character_sets(void)
{
    static const char *const sets[] = {
        "WINDOWS-1252", "WINDOWS-1251", "WINDOWS-1250", "WINDOWS-1253", "WINDOWS-1254",
        "WINDOWS-1255", "WINDOWS-1256", "ISO-8859-1",   "ISO-8859-2",   "ISO-8859-15",
        "KOI8-R",       "SHIFT_JIS",    "EUC-JP",       "ISO-2022-JP",  "GB18030",
        "BIG5",         "EUC-KR",       "TIS-620",      "UTF-16LE",     "UTF-16BE"};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        (void)iconv_open("UTF-8", sets[i]); /* stays open: it lasts as long as the process */
}

/* --- calls ---------------------------------------------------------------------------------- */

static const int reader_calls[] = {
#define OFF_CALL(name) SYS_##name,
#define READER
#include "sandbox/calls.def"
#undef READER
#undef OFF_CALL
};
static const int fetcher_calls[] = {
#define OFF_CALL(name) SYS_##name,
#define READER
#define FETCHER
#include "sandbox/calls.def"
#undef FETCHER
#undef READER
#undef OFF_CALL
};
/* For another program, or to look into one: the end, in both rooms. */
static const int deadly_calls[] = {SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv,
                                   SYS_process_vm_writev};

/* What libraries ask in passing, a log or a locale, and can do without: the reader is told no. */
static const int refused_calls[] = {
    SYS_ioctl,      SYS_faccessat, SYS_readlinkat, SYS_statfs, SYS_getcwd,   SYS_getdents64,
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
#ifdef SYS_open
    SYS_open,       SYS_access,    SYS_stat,       SYS_lstat,  SYS_readlink,
#endif
};

struct filter {
    struct sock_filter code[PROGRAM_MAX];
    unsigned short length;
};

static void
emit(struct filter *f, struct sock_filter instruction)
{
    if (f->length < PROGRAM_MAX)
        f->code[f->length++] = instruction;
}

static void
answer(struct filter *f, int call, unsigned action)
{
    emit(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 1));
    emit(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

/* A jump to the last instruction, which allows: one for all, since the kernel translates the whole
 * filter for each process. */
static void
allow(struct filter *f, int call)
{
    emit(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, TO_THE_END, 0));
}

/* Puts the last instruction there, and leads the jumps to it. A jump is 255 instructions at most.
 */
static bool
finish(struct filter *f)
{
    for (unsigned short i = 0; i < f->length; i++) {
        if (BPF_CLASS(f->code[i].code) != BPF_JMP || f->code[i].jt != TO_THE_END)
            continue;
        if (f->length - i - 1 >= TO_THE_END)
            return false;
        f->code[i].jt = (unsigned char)(f->length - i - 1);
    }
    emit(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    return f->length < PROGRAM_MAX;
}

/* kill(2) with signal 0 asks whether a process is there, and does nothing to it: the cache wants to
 * know whether another fetcher is still at work. */
static void
answer_kill(struct filter *f)
{
    emit(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_kill, 0, 4));
    emit(f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                         offsetof(struct seccomp_data, args[1])));
    emit(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1));
    emit(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    emit(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
}

/* seccomp(2): a list of what may be called. The reader dies of anything else; the fetcher, under
 * which lie a resolver and TLS of many makes, is told that there is no such call. */
static bool
restrict_calls(enum off_sandbox_room room, bool files_are_restricted)
{
#ifdef ARCHITECTURE
    bool reader = room == OFF_SANDBOX_READER;
    struct filter f = {.length = 0};
    const int *calls = reader ? reader_calls : fetcher_calls;
    size_t count = reader ? sizeof reader_calls / sizeof *reader_calls
                          : sizeof fetcher_calls / sizeof *fetcher_calls;
    emit(&f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                          offsetof(struct seccomp_data, arch)));
    emit(&f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
    emit(&f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    emit(&f,
         (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
#ifdef OTHER_ABI
    emit(&f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_ABI, 0, 1));
    emit(&f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
#endif
    for (size_t i = 0; i < count; i++)
        allow(&f, calls[i]);
    for (size_t i = 0; i < sizeof deadly_calls / sizeof *deadly_calls; i++)
        answer(&f, deadly_calls[i], SECCOMP_RET_KILL_PROCESS);
    for (size_t i = 0; reader && i < sizeof refused_calls / sizeof *refused_calls; i++)
        answer(&f, refused_calls[i], SECCOMP_RET_ERRNO | EACCES);
    if (!reader)
        answer_kill(&f);
    /* Character sets are loaded when they are met; only Landlock can tell those files from
     * others. */
    if (reader)
        answer(&f, SYS_openat,
               files_are_restricted ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | EACCES);
    emit(&f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, reader ? SECCOMP_RET_KILL_PROCESS
                                                                  : SECCOMP_RET_ERRNO | ENOSYS));
    if (!finish(&f))
        return false;
    const struct sock_fprog program = {.len = f.length, .filter = f.code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
#else
    (void)room;
    (void)files_are_restricted;
    (void)answer;
    (void)allow;
    (void)finish;
    (void)answer_kill;
    return false;
#endif
}

/* --- all ------------------------------------------------------------------------------------ */

void
off_sandbox_enter(enum off_sandbox_room room, const struct off_sandbox_path *paths, size_t count,
                  struct off_sandbox_report *r)
{
    memset(r, 0, sizeof *r);
#ifdef OFF_SANITIZERS /* they read and write files of their own */
    (void)room;
    (void)paths;
    (void)count;
    (void)restrict_files;
    (void)restrict_calls;
    (void)load_character_sets;
    snprintf(r->words, sizeof r->words, "none, for the sanitizers");
#else
    r->privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    int abi = r->privileges ? restrict_files(room, paths, count) : 0;
    r->files = abi > 0;
    if (room == OFF_SANDBOX_READER && !r->files)
        load_character_sets();
    r->calls = r->privileges && restrict_calls(room, r->files);
    snprintf(r->words, sizeof r->words, "%s%s%s", r->privileges ? "no-new-privs" : "none",
             r->files ? " Landlock" : "", r->calls ? " seccomp" : "");
#endif
}
