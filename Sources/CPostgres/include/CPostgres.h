#ifndef CPOSTGRES_H
#define CPOSTGRES_H
#include <postgresql/libpq-fe.h>
#endif
