#define _GNU_SOURCE
#include "CLinuxSystem.h"
#include <time.h>

int64_t kennel_realtime_microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
