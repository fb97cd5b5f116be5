// The memory of a process.
#ifndef CLINUX_MEMORY_H
#define CLINUX_MEMORY_H

// Drops the resident pages of code and constants of this program and its libraries. Pages that are needed again come back
// from the page cache, at the cost of a page fault each; pages that only the start-up needed stay out. A worker has 10 MB
// resident instead of 17 (before its first call to Discord).
void clinux_release_code(void);

#endif
