#include "CCrypto.h"
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/random.h>

// OpenSSL's one-shot function looks up its algorithm on every call, which takes three times as long as the hash of a
// token. Each thread caches the algorithm and never frees it: threads that hash live as long as the process.
static _Thread_local EVP_MD *algorithm;
static _Thread_local EVP_MD_CTX *context;

void kennel_sha256(const void *bytes, size_t count, void *output) {
    if (!algorithm) algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!context) context = EVP_MD_CTX_new();
    bool isDone = algorithm && context && EVP_DigestInit_ex2(context, algorithm, NULL)
        && EVP_DigestUpdate(context, bytes, count) && EVP_DigestFinal_ex(context, output, NULL);
    if (!isDone) SHA256(bytes, count, output);
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
