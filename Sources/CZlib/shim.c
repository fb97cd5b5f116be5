#include "CZlib.h"

int kennel_begin_gzip(z_stream *stream) {
    // A window of 8 KB instead of 32: rows are alike within that, and each slow reader holds one. 16: gzip's head and end.
    return deflateInit2(stream, 1, Z_DEFLATED, 13 + 16, 6, Z_DEFAULT_STRATEGY);
}
