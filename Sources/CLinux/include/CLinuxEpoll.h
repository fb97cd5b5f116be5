// epoll and eventfd, as plain functions over plain values.
#ifndef CLINUX_EPOLL_H
#define CLINUX_EPOLL_H

#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

typedef struct {
    uint32_t events;
    uint64_t tag;
} clinux_event;

// All return -1 and leave errno on failure, like the calls they wrap.
int clinux_epoll_create(void);
int clinux_epoll_add(int epoll, int fd, uint32_t events, uint64_t tag);
int clinux_epoll_modify(int epoll, int fd, uint32_t events, uint64_t tag);
int clinux_epoll_remove(int epoll, int fd);
int clinux_epoll_wait(int epoll, clinux_event *events, int capacity, int timeout_ms);

int clinux_eventfd(void);

// accept4 with SOCK_NONBLOCK | SOCK_CLOEXEC; the peer's address isn't asked for.
int clinux_accept(int listener);

#endif
