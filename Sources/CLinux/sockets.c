#include "CLinuxSockets.h"

#include <sys/socket.h>

ssize_t clinux_discard(int fd, size_t count) {
    return recv(fd, NULL, count, MSG_TRUNC | MSG_DONTWAIT);
}

void clinux_reset_on_close(int fd) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}
