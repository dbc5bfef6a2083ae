/* peak.c: runs a program and prints to descriptor 3 the peak memory, in KiB, of the largest process
 * of it. A small program of its own: a process that forks hands its own peak on to its child. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
    struct rusage use;
    int status = 0;
    if (argc < 2)
        return 64;
    pid_t pid = fork();
    if (pid == 0) {
        execv(argv[1], argv + 1);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &use) < 0)
        return 71;
    dprintf(3, "%ld\n", use.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}
