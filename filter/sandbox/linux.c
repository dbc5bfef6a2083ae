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
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
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

/* As the kernel has them today; older headers have no name for some. */
#define READS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define TRUNCATE (1ull << 14)
#define OF_A_FILE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE)
#define ALL_OF_ABI(bits) ((1ull << (bits)) - 1)
#define NET_BIND_TCP 1ull
#define NET_CONNECT_TCP 2ull
#define SCOPE_ABSTRACT_UNIX_SOCKET 1ull
#define SCOPE_SIGNAL 2ull

/* struct landlock_ruleset_attr of ABI 6; what an older kernel does not know has to be 0. */
struct attributes {
    __u64 handled_access_fs, handled_access_net, scoped;
};

/* System files that the helpers need: late-loaded libraries, names, certificates. Not all of
 * /etc/ssl and /etc/pki, because private keys are there too. */
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
                                             "/etc/ssl/certs",
                                             "/etc/ssl/cert.pem",
                                             "/etc/ssl/ca-bundle.pem",
                                             "/etc/ssl/openssl.cnf",
                                             "/etc/pki/tls/certs",
                                             "/etc/pki/tls/cert.pem",
                                             "/etc/pki/tls/openssl.cnf",
                                             "/etc/pki/ca-trust",
                                             "/etc/ca-certificates",
                                             "/etc/crypto-policies",
                                             "/usr/share/ca-certificates",
                                             "/usr/local/share/ca-certificates",
                                             "/usr/share/ssl",
                                             "/run/systemd/resolve",
                                             "/run/resolvconf",
                                             "/run/nscd"};
/* Where the user's environment says that certificates are (OpenSSL). */
static const char *const certificate_variables[] = {"SSL_CERT_FILE", "SSL_CERT_DIR"};

static long
add_path(int ruleset, const char *path, __u64 wanted)
{
    struct stat s;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return 0;
    if (fstat(fd, &s) == 0 && !S_ISDIR(s.st_mode)) /* else the kernel refuses the rule */
        wanted &= OF_A_FILE;
    struct landlock_path_beneath_attr rule = {.allowed_access = wanted, .parent_fd = fd};
    long failed = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(fd);
    return failed;
}

/* All that this ABI can restrict. The fetcher connects by TCP, and never listens. */
static struct attributes
attributes_of(long abi, enum off_sandbox_room room)
{
    static const unsigned fs_bits[] = {0, 13, 14, 15, 15, 16};
    const long newest = sizeof fs_bits / sizeof *fs_bits - 1;
    struct attributes a = {.handled_access_fs = ALL_OF_ABI(fs_bits[abi < newest ? abi : newest])};
    if (abi >= 4)
        a.handled_access_net = NET_BIND_TCP | (room == OFF_SANDBOX_READER ? NET_CONNECT_TCP : 0);
    if (abi >= 6)
        a.scoped = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL;
    return a;
}

/* Returns the ABI of Landlock, 0 if there is none. */
static int
restrict_files(enum off_sandbox_room room, const struct off_sandbox_path *paths, size_t count)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return 0;
    const struct attributes attributes = attributes_of(abi, room);
    const __u64 handled = attributes.handled_access_fs;
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
            add_path(ruleset, paths[i].path, paths[i].write ? OF_A_FILE & handled : READS);
    long failed = syscall(SYS_landlock_restrict_self, ruleset, 0);
    close(ruleset);
    return failed ? 0 : (int)abi;
}

/* Without Landlock the reader opens no file at all, so the character sets of pages are loaded
 * first. */
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

/* Calls that libraries make but can do without, for a log or a locale: the reader gets an error. */
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
emit_instruction(struct filter *f, struct sock_filter instruction)
{
    if (f->length < PROGRAM_MAX)
        f->code[f->length++] = instruction;
}

static void
answer_call(struct filter *f, int call, unsigned action)
{
    emit_instruction(f,
                     (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 1));
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

/* A jump to the last instruction, which allows: one for all, since the kernel translates the whole
 * filter for each process. */
static void
allow_call(struct filter *f, int call)
{
    emit_instruction(
        f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, TO_THE_END, 0));
}

/* Puts the last instruction there, and leads the jumps to it. A jump is 255 instructions at most.
 */
static bool
finish_filter(struct filter *f)
{
    for (unsigned short i = 0; i < f->length; i++) {
        if (BPF_CLASS(f->code[i].code) != BPF_JMP || f->code[i].jt != TO_THE_END)
            continue;
        if (f->length - i - 1 >= TO_THE_END)
            return false;
        f->code[i].jt = (unsigned char)(f->length - i - 1);
    }
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    return f->length < PROGRAM_MAX;
}

/* --- calls whose arguments matter: what is between begin_call and end_call ends with an answer
 */

static unsigned short
begin_call(struct filter *f, int call)
{
    emit_instruction(f,
                     (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 0));
    return (unsigned short)(f->length - 1);
}

static void
end_call(struct filter *f, unsigned short begun, unsigned action)
{
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
    f->code[begun].jf = (unsigned char)(f->length - begun - 1);
}

/* An argument's lower half: the kernel looks at no more of an int. All machines of ARCHITECTURE are
 * little-endian. */
static void
load_argument(struct filter *f, unsigned argument)
{
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                     (unsigned)offsetof(struct seccomp_data, args) +
                                                         argument * 8));
}

static void
if_equal(struct filter *f, unsigned value, unsigned action)
{
    emit_instruction(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

static void
unless_equal(struct filter *f, unsigned value, unsigned action)
{
    emit_instruction(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0));
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

static void
if_any_bit(struct filter *f, unsigned bits, unsigned action)
{
    emit_instruction(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

#define YES SECCOMP_RET_ALLOW
#define NO (SECCOMP_RET_ERRNO | EPERM)
#define NO_FAMILY (SECCOMP_RET_ERRNO | EAFNOSUPPORT)
#define TYPE_OF_SOCKET 0xfu /* without SOCK_CLOEXEC and SOCK_NONBLOCK */

/* A signal only to itself, as abort(3) sends it. */
static void
answer_signals(struct filter *f)
{
    unsigned short call = begin_call(f, SYS_tgkill);
    load_argument(f, 0);
    if_equal(f, (unsigned)getpid(), YES);
    end_call(f, call, NO);
}

/* Nothing that has the kernel send a signal when something comes in: F_SETOWN, F_SETSIG, O_ASYNC.
 */
static void
answer_fcntl(struct filter *f)
{
    static const unsigned harmless[] = {
        F_DUPFD,     F_DUPFD_CLOEXEC, F_GETFD,      F_SETFD, F_GETFL, F_GETLK, F_SETLK, F_SETLKW,
#ifdef F_OFD_SETLK
        F_OFD_GETLK, F_OFD_SETLK,     F_OFD_SETLKW,
#endif
    };
    unsigned short call = begin_call(f, SYS_fcntl);
    load_argument(f, 1);
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if_equal(f, harmless[i], YES);
    unless_equal(f, F_SETFL, NO);
    load_argument(f, 2);
    if_any_bit(f, O_ASYNC, NO);
    end_call(f, call, YES);
}

/* Its own limits may be read. The new limits are a pointer: both halves have to be 0. */
static void
answer_limits(struct filter *f)
{
    unsigned short call = begin_call(f, SYS_prlimit64);
    load_argument(f, 0);
    unless_equal(f, 0, NO);
    load_argument(f, 2);
    unless_equal(f, 0, NO);
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                     offsetof(struct seccomp_data, args[2]) + 4));
    unless_equal(f, 0, NO);
    end_call(f, call, YES);
}

static void
only_types(struct filter *f, bool datagrams)
{
    load_argument(f, 1);
    emit_instruction(f, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, TYPE_OF_SOCKET));
    if (datagrams)
        if_equal(f, SOCK_DGRAM, YES);
    if_equal(f, SOCK_STREAM, YES);
}

/* Sockets of IP, for TCP and UDP. Of UNIX sockets only a pair of streams, which can connect to
 * nobody else; libcurl wakes itself by it. */
static void
answer_sockets(struct filter *f)
{
    unsigned short call = begin_call(f, SYS_socket);
    load_argument(f, 0);
    emit_instruction(f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 2,
                                                     0)); /* over the two of unless_equal */
    unless_equal(f, AF_INET6, NO_FAMILY);
    only_types(f, true);
    end_call(f, call, NO_FAMILY);
    call = begin_call(f, SYS_socketpair);
    load_argument(f, 0);
    unless_equal(f, AF_UNIX, NO_FAMILY);
    only_types(f, false);
    end_call(f, call, NO_FAMILY);
}

/* Threads are allowed, processes are not, because they would outlive the run. The flags of
 * clone3(2) are in memory, which seccomp cannot read; refused, glibc uses clone(2). */
static void
answer_threads(struct filter *f)
{
    unsigned short call = begin_call(f, SYS_clone);
    load_argument(f, 0);
    if_any_bit(f, CLONE_THREAD, YES);
    end_call(f, call, NO);
    call = begin_call(f, SYS_prctl); /* not PR_SET_PDEATHSIG: it dies with the gate */
    load_argument(f, 0);
    if_equal(f, PR_SET_NAME, YES);
    if_equal(f, PR_GET_NAME, YES);
    end_call(f, call, NO);
    call = begin_call(f, SYS_ioctl);
    load_argument(f, 1);
    if_equal(f, FIONBIO, YES);
    if_equal(f, FIONREAD, YES);
    end_call(f, call, NO);
}

/* seccomp(2): a list of allowed calls. Any other call kills the reader. The fetcher gets ENOSYS
 * instead, because its resolver and TLS libraries differ between systems. */
static bool
restrict_calls(enum off_sandbox_room room, bool files_are_restricted)
{
#ifdef ARCHITECTURE
    bool reader = room == OFF_SANDBOX_READER;
    struct filter f = {.length = 0};
    const int *calls = reader ? reader_calls : fetcher_calls;
    size_t count = reader ? sizeof reader_calls / sizeof *reader_calls
                          : sizeof fetcher_calls / sizeof *fetcher_calls;
    emit_instruction(&f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                      offsetof(struct seccomp_data, arch)));
    emit_instruction(&f,
                     (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
    emit_instruction(&f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    emit_instruction(&f, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                                      offsetof(struct seccomp_data, nr)));
#ifdef OTHER_ABI
    emit_instruction(&f, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_ABI, 0, 1));
    emit_instruction(&f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
#endif
    answer_signals(&f);
    answer_fcntl(&f);
    answer_limits(&f);
    if (!reader) {
        answer_sockets(&f);
        answer_threads(&f);
    }
    for (size_t i = 0; i < count; i++)
        allow_call(&f, calls[i]);
    for (size_t i = 0; i < sizeof deadly_calls / sizeof *deadly_calls; i++)
        answer_call(&f, deadly_calls[i], SECCOMP_RET_KILL_PROCESS);
    for (size_t i = 0; reader && i < sizeof refused_calls / sizeof *refused_calls; i++)
        answer_call(&f, refused_calls[i], SECCOMP_RET_ERRNO | EACCES);
    /* Character sets are loaded when they are met; only Landlock can tell those files from
     * others. */
    if (reader)
        answer_call(&f, SYS_openat,
                    files_are_restricted ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | EACCES);
    emit_instruction(
        &f, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, reader ? SECCOMP_RET_KILL_PROCESS
                                                                 : SECCOMP_RET_ERRNO | ENOSYS));
    if (!finish_filter(&f))
        return false;
    const struct sock_fprog program = {.len = f.length, .filter = f.code};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
#else
    (void)room;
    (void)files_are_restricted;
    (void)answer_call;
    (void)allow_call;
    (void)finish_filter;
    (void)answer_signals;
    (void)answer_fcntl;
    (void)answer_limits;
    (void)answer_sockets;
    (void)answer_threads;
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
    int n = snprintf(r->words, sizeof r->words, "%s", r->privileges ? "no-new-privs" : "none");
    if (r->files)
        n += snprintf(r->words + n, sizeof r->words - (size_t)n, " Landlock-%d", abi);
    snprintf(r->words + n, sizeof r->words - (size_t)n, "%s", r->calls ? " seccomp" : "");
#endif
}
