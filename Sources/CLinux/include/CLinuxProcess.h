// Signals and child processes.
#ifndef CLINUX_PROCESS_H
#define CLINUX_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

// Blocks the signals in this thread and returns a signalfd for them, or -1.
int clinux_signalfd(const int *signals, int count);
// The next signal waiting on a signalfd, 0 if none.
int clinux_read_signal(int fd);

// Starts `path` with exactly the descriptors 0-2 and `inherited[i]` as number 3 + i; default signal mask and handlers.
// Returns the pid, or -1 with errno set.
pid_t clinux_spawn(const char *path, char *const argv[], char *const envp[],
                   const int *inherited, int count);
int clinux_pidfd_open(pid_t pid);
// The exit status of an ended child: its code, or 128 + the signal that killed it; -1 while it runs.
int clinux_reap(pid_t pid);

// Makes this process die when its parent does.
int clinux_die_with_parent(int signal);

#endif
