// What a process keeps in memory.
#ifndef CLINUX_MEMORY_H
#define CLINUX_MEMORY_H

// Takes the pages of code and constants, of this program and its libraries, out of the process. What is needed again comes
// back from the page cache, a fault each; what only starting up needed stays away.
void clinux_release_code(void);

#endif
