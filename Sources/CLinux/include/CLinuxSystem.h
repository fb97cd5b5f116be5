#ifndef CLINUX_SYSTEM_H
#define CLINUX_SYSTEM_H

#include <stddef.h>
#include <stdint.h>

/// Microseconds since 1970 by the system's clock.
int64_t kennel_realtime_microseconds(void);

#endif
