// What the Discord client needs of libcurl: its variadic functions as plain ones.
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>

#endif
