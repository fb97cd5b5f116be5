// Clock, environment, and the output of logs.
#ifndef CLINUX_SYSTEM_H
#define CLINUX_SYSTEM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Microseconds since 1970 by the system's clock.
int64_t kennel_realtime_microseconds(void);

/// The process's environment: strings `NAME=value`, ended by null.
char **kennel_environment(void);

/// How many processors this process may run on, at least 1.
int kennel_processor_count(void);

/// A non-blocking descriptor for the same pipe or terminal, without changing the one that other
/// processes share; `fd` itself if that isn't possible.
int kennel_descriptor_without_blocking(int fd);

/// Writes without ever waiting: to a socket, a pipe or a file. Returns what write(2) returns, or
/// −1 and EAGAIN where it would have to wait.
ssize_t kennel_write_without_waiting(int fd, const void *bytes, size_t count);

#endif
