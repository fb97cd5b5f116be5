// What Linux offers and Swift's Glibc module hides behind _GNU_SOURCE or macros.
#ifndef CLINUX_H
#define CLINUX_H

#include <stdint.h>
#include <stdbool.h>
#include <sys/types.h>

#include "CLinuxEpoll.h"
#include "CLinuxMemory.h"
#include "CLinuxProcess.h"
#include "CLinuxSockets.h"
#include "CLinuxSystem.h"

#endif
