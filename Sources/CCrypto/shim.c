#include "CCrypto.h"
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <sys/random.h>

void kennel_sha256(const void *bytes, size_t count, void *output) {
    SHA256(bytes, count, output);
}

bool kennel_equals_in_constant_time(const void *left, const void *right, size_t count) {
    return CRYPTO_memcmp(left, right, count) == 0;
}

bool kennel_fill_with_random(void *bytes, size_t count) {
    char *next = bytes;
    while (count > 0) {
        ssize_t filled = getrandom(next, count, 0);
        if (filled < 0 && errno == EINTR) continue;
        if (filled <= 0) return false;
        next += filled;
        count -= (size_t)filled;
    }
    return true;
}
