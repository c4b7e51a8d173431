#pragma once
// Calls of the C library that Swift's own modules leave out.
#include <errno.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#include <sys/vfs.h>
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags);
#elif defined(__APPLE__)
#include <stdio.h>
#endif

/// Gives a file another name unless something has that name: 0, or -1 with errno; ENOSYS or EINVAL
/// where the system or its file system cannot.
static inline int session_rename_new(const char *from, const char *to) {
#ifdef __GLIBC__
    return renameat2(-100 /* AT_FDCWD */, from, -100, to, 1 /* RENAME_NOREPLACE */);
#elif defined(__APPLE__)
    return renamex_np(from, to, RENAME_EXCL);
#else
    errno = ENOSYS;
    return -1;
#endif
}

/// The number of the kind of file system that a path is on, as statfs(2) lists them; 0: unknown.
static inline unsigned long session_file_system(const char *path) {
#ifdef __GLIBC__
    struct statfs info;
    return statfs(path, &info) == 0 ? (unsigned long)info.f_type : 0;
#else
    return 0;
#endif
}
