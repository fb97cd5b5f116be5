// Socket operations besides sending and receiving.
#ifndef CLINUX_SOCKETS_H
#define CLINUX_SOCKETS_H

#include <stddef.h>
#include <sys/types.h>

// Discards at most so many received bytes without copying them; returns like recv on a non-blocking socket.
ssize_t clinux_discard(int fd, size_t count);

// Makes close() send a reset and forget what hasn't been sent.
void clinux_reset_on_close(int fd);

#endif
