// zlib's deflate, as gzip wants it.
#ifndef CZLIB_H
#define CZLIB_H

#include <zlib.h>

/// Begins a gzip stream: little memory (64 KB) and little time, for what is sent as it is made.
/// Returns Z_OK or zlib's error.
int kennel_begin_gzip(z_stream *stream);

#endif
