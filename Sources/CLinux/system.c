#define _GNU_SOURCE
#include "CLinuxSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int64_t kennel_realtime_microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

char **kennel_environment(void) { return environ; }

int kennel_processor_count(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? count : 1;
}

int kennel_descriptor_without_blocking(int fd) {
    struct stat status;
    if (fstat(fd, &status) != 0) return fd;
    if (!S_ISFIFO(status.st_mode) && !S_ISCHR(status.st_mode)) return fd;
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int own = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return own >= 0 ? own : fd;
}

ssize_t kennel_write_without_waiting(int fd, const void *bytes, size_t count) {
    ssize_t written = send(fd, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written >= 0 || errno != ENOTSOCK) return written;
    struct pollfd poller = {.fd = fd, .events = POLLOUT};
    if (poll(&poller, 1, 0) == 1 && (poller.revents & POLLOUT)) return write(fd, bytes, count);
    errno = poller.revents & (POLLERR | POLLHUP | POLLNVAL) ? EPIPE : EAGAIN;
    return -1;
}
