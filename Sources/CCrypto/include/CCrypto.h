// The few functions of OpenSSL and the kernel that secrets need.
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Writes the SHA-256 of the bytes to 32 bytes of output.
void kennel_sha256(const void *bytes, size_t count, void *output);

/// Whether both stretches hold the same bytes, in a time that doesn't depend on what they hold.
bool kennel_equals_in_constant_time(const void *left, const void *right, size_t count);

/// Fills the memory with random bytes of the kernel. False only where the kernel has none.
bool kennel_fill_with_random(void *bytes, size_t count);

#endif
