// Cuts the power, or fills the disk, under a program that writes sessions.
//
//     cc -shared -fPIC -O1 -o power-cut.so power-cut.c -ldl -lpthread
//     LD_PRELOAD=./power-cut.so POWERCUT_AT=120 POWERCUT_SEED=7 append-worker a.session
//
// It stands between the program and the C library, watches each file whose name holds ".session"
// (the database, its -wal and -journal, drafts beside it; not -lock), and knows of each what is
// certainly on disk: its content at its last fsync, and the names that stood in a folder at that
// folder's last fsync. All since then is in the hands of the system.
//
// At the cut each file becomes what was certain plus a random part of the writes and truncations
// since then, each write possibly torn at a boundary of 512 bytes. Names are created, linked,
// renamed and removed in order, as a journaling file system does, but only up to a random one.
// Every -shm is removed: it lives in memory. Then the process is killed with SIGKILL.
//
// Environment:
//   POWERCUT_AT=N        cut at the Nth step: a write, truncation, sync or change of a name
//   POWERCUT_AT=exit     cut when the program ends: what it promised must be on disk by then
//   POWERCUT_SEED=S      decides what survives (default 1)
//   POWERCUT_KEEP=none   nothing survives that was not synced (default: some)
//   POWERCUT_KEEP=all    everything does: a kill -9 at that very step
//   POWERCUT_FULL_AT=N   the disk is full from the Nth write on: half of it is written, later ones
//                        and growing truncations fail with ENOSPC; -shm counts too
//   POWERCUT_FULL_FOR=M  there is space again after M refusals (default: never)
//   POWERCUT_TRACE=PATH  writes one line a step: `write /tmp/a.session-wal 1024`
//   POWERCUT_JOURNAL=PATH  writes down each step with its bytes, and cuts nothing: images of the
//                        disk at every step are made of it later (Tools/Faults/CrashJournal.swift)
//   POWERCUT_PAUSE=N     stops at the Nth moment at which others may come in between, where a
//                        writers' lock is given back or the program says power_cut_mark("pause …"):
//                        writes a byte to POWERCUT_STOPPED and goes on once it can read one from
//                        POWERCUT_GO_ON, both named pipes
//
// Nothing is really synced, which makes a run fast. One process, on Linux; files that are mapped
// or written by writev or io_uring are not seen: SQLite, set up as ours is, does neither.


#include "disk.h"

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("POWERCUT_AT"), *keep = getenv("POWERCUT_KEEP");
    const char *full = getenv("POWERCUT_FULL_AT"), *length = getenv("POWERCUT_FULL_FOR");
    const char *given = getenv("POWERCUT_SEED"), *path = getenv("POWERCUT_TRACE");
    const char *book = getenv("POWERCUT_JOURNAL"), *pause = getenv("POWERCUT_PAUSE");
    if (at) cut_at = strcmp(at, "exit") ? atol(at) : -1;
    if (given) seed = strtoull(given, NULL, 10);
    if (full) full_at = atol(full);
    if (length) full_for = atol(length);
    if (path) trace = fopen(path, "w");
    if (book) journal = fopen(book, "w");
    if (pause) pause_at = atol(pause);
    keeps_all = keep && !strcmp(keep, "all");
    keeps_none = keep && !strcmp(keep, "none");
    is_ready = 1;
}

__attribute__((destructor)) static void end(void) {
    pthread_mutex_lock(&lock);
    if (cut_at == -1) cut();
    if (trace) fflush(trace);
    if (journal) fflush(journal);
    is_ready = 0;
    pthread_mutex_unlock(&lock);
}

// MARK: Files

static int ends(const char *text, const char *end) {
    size_t all = strlen(text), tail = strlen(end);
    return all >= tail && !strcmp(text + all - tail, end);
}

static int is_watched(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash : path;
    return is_ready && (strstr(name, ".session") || strstr(name, "pruned.jsonl"))
        && !ends(path, "-lock");
}

static const char *absolute(const char *path, char *buffer) {
    if (path[0] == '/' || !getcwd(buffer, PATH_MAX)) return path;
    strncat(buffer, "/", PATH_MAX - strlen(buffer) - 1);
    return strncat(buffer, path, PATH_MAX - strlen(buffer) - 1);
}

static File *add_file(const struct stat *info) {
    for (File *file = files; file; file = file->next)
        if (file->inode == info->st_ino && file->device == info->st_dev) file->inode = 0;
    File *file = need(calloc(1, sizeof(File)));
    *file = (File){
        .id = files ? files->id + 1 : 1, .device = info->st_dev, .inode = info->st_ino,
        .next = files};
    return files = file;
}

// The file of a descriptor that was just opened. One that was there before is on disk as it is.
static File *opened(int descriptor, const char *path, int is_new) {
    struct stat info;
    fstat(descriptor, &info);
    for (File *file = files; file && !is_new; file = file->next)
        if (file->inode == info.st_ino && file->device == info.st_dev) return file;
    File *file = add_file(&info);
    if (is_new) {
        add_name(&recent, path, file);
        note(NULL, 0, "create %ld %s", file->id, path);
        step("create", path, 0);
        return file;
    }
    int in = REAL(open64)(path, O_RDONLY);
    resize(&file->synced, info.st_size);
    if (in >= 0 && read(in, file->synced.bytes, info.st_size) != info.st_size) abort();
    if (in >= 0) REAL(close)(in);
    set_name(&durable, path, file);
    note(file->synced.bytes, file->synced.size, "open %ld %s", file->id, path);
    return file;
}

static int open_watched(int folder, const char *given, int flags, mode_t mode) {
    char buffer[PATH_MAX];
    const char *path = absolute(given, buffer);
    if (!is_watched(path) || (folder != AT_FDCWD && given[0] != '/'))
        return REAL(openat64)(folder, given, flags, mode);
    pthread_mutex_lock(&lock);
    struct stat info;
    int is_new = stat(path, &info) != 0;
    int result = REAL(openat64)(folder, given, flags, mode);
    if (result >= 0 && result < DESCRIPTORS) {
        free(descriptors[result].path);
        descriptors[result].path = need(strdup(path));
        descriptors[result].is_memory = ends(path, "-shm");
        File *file = descriptors[result].is_memory ? NULL : opened(result, path, is_new);
        descriptors[result].file = file;
        if (file && !is_new && (flags & O_TRUNC)) record(file, NULL, 0, 0);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

#define OPEN(folder)                                                        \
    {                                                                       \
        va_list rest;                                                       \
        va_start(rest, flags);                                              \
        int creates = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE; \
        mode_t mode = creates ? va_arg(rest, mode_t) : 0;                   \
        va_end(rest);                                                       \
        return open_watched(folder, path, flags, mode);                     \
    }

int open(const char *path, int flags, ...) OPEN(AT_FDCWD)
int open64(const char *path, int flags, ...) OPEN(AT_FDCWD)
int openat(int folder, const char *path, int flags, ...) OPEN(folder)
int openat64(int folder, const char *path, int flags, ...) OPEN(folder)

int creat(const char *path, mode_t mode) {
    return open_watched(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int close(int descriptor) {
    pthread_mutex_lock(&lock);
    if (descriptor >= 0 && descriptor < DESCRIPTORS) {
        descriptors[descriptor].file = NULL;
        descriptors[descriptor].is_memory = 0;
    }
    int result = REAL(close)(descriptor);
    pthread_mutex_unlock(&lock);
    return result;
}

// MARK: Writing

static int is_known(int descriptor) {
    return is_ready && descriptor >= 0 && descriptor < DESCRIPTORS;
}

// Each write takes the lock, so that nothing is said after the cut.
static ssize_t write_watched(int descriptor, const void *bytes, size_t size, off_t offset) {
    pthread_mutex_lock(&lock);
    File *file = is_known(descriptor) ? descriptors[descriptor].file : NULL;
    const char *path = is_known(descriptor) ? descriptors[descriptor].path : NULL;
    ssize_t result = -1;
    if ((file || (is_known(descriptor) && descriptors[descriptor].is_memory)) && is_full(&size)) {
        pthread_mutex_unlock(&lock);
        return -1;
    }
    if (file) {
        off_t place = offset >= 0 ? offset : lseek(descriptor, 0, SEEK_CUR);
        record(file, bytes, size, place);
        step("write", path, size);
    }
    result = offset >= 0 ? REAL(pwrite64)(descriptor, bytes, size, offset)
                         : REAL(write)(descriptor, bytes, size);
    if (file && result != (ssize_t)size) abort();
    pthread_mutex_unlock(&lock);
    return result;
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    return write_watched(descriptor, bytes, size, -1);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    return write_watched(descriptor, bytes, size, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
    return write_watched(descriptor, bytes, size, offset);
}
// One piece at a time: a short count is the caller's to go on from.
ssize_t pwritev(int descriptor, const struct iovec *pieces, int count, off_t offset) {
    return count > 0 ? write_watched(descriptor, pieces->iov_base, pieces->iov_len, offset) : 0;
}

int ftruncate64(int descriptor, off64_t size) {
    pthread_mutex_lock(&lock);
    File *file = is_known(descriptor) ? descriptors[descriptor].file : NULL;
    struct stat info;
    size_t none = 0;
    int result = -1;
    int grows = file && fstat(descriptor, &info) == 0 && size > info.st_size;
    if (!grows || !is_full(&none)) {
        if (file) {
            record(file, NULL, 0, size);
            step("truncate", descriptors[descriptor].path, size);
        }
        result = REAL(ftruncate64)(descriptor, size);
    }
    pthread_mutex_unlock(&lock);
    return result;
}
int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

// MARK: Syncing

// The names in a folder are on disk when the folder was synced.
static void synced_folder(int descriptor) {
    char link[64], folder[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, folder, sizeof folder - 1);
    if (length <= 0) return;
    folder[length] = 0;
    note(NULL, 0, "folder %s", folder);
    step("sync", folder, 0);
    Names rest = {0};
    for (size_t i = 0; i < recent.count; i++) {
        Name *name = &recent.items[i];
        int is_here = !strncmp(name->path, folder, length) && name->path[length] == '/'
            && !strchr(name->path + length + 1, '/');
        if (is_here) set_name(&durable, name->path, name->file);
        else add_name(&rest, name->path, name->file);
        free(name->path);
    }
    free(recent.items);
    recent = rest;
}

static int sync_watched(int descriptor, int (*really)(int)) {
    pthread_mutex_lock(&lock);
    File *file = is_known(descriptor) ? descriptors[descriptor].file : NULL;
    struct stat info;
    int is_folder = is_ready && !file && fstat(descriptor, &info) == 0 && S_ISDIR(info.st_mode);
    if (is_folder) synced_folder(descriptor);
    if (file) {
        note(NULL, 0, "sync %ld", file->id);
        step("sync", descriptors[descriptor].path, 0);
        synced(file);
    }
    pthread_mutex_unlock(&lock);
    return file || is_folder ? 0 : really(descriptor);
}

int fsync(int descriptor) { return sync_watched(descriptor, REAL(fsync)); }
int fdatasync(int descriptor) { return sync_watched(descriptor, REAL(fdatasync)); }

// MARK: Names

// Notes that `path` names what `from` names (NULL: nothing) and cuts before it really does.
static void rename_watched(const char *kind, const char *from, const char *path, int moves) {
    char one[PATH_MAX], two[PATH_MAX];
    path = absolute(path, one);
    File *file = from ? file_at(from = absolute(from, two)) : NULL;
    if (from && !file) return;
    add_name(&recent, path, file);
    if (moves) add_name(&recent, from, NULL);
    note(NULL, 0, "%s %ld %s", file ? "name" : "unname", file ? file->id : 0, path);
    if (moves) note(NULL, 0, "unname 0 %s", from);
    step(kind, path, 0);
}

int unlink(const char *path) {
    pthread_mutex_lock(&lock);
    struct stat info;
    if (is_watched(path) && !ends(path, "-shm") && lstat(path, &info) == 0)
        rename_watched("unlink", NULL, path, 0);
    int result = REAL(unlink)(path);
    pthread_mutex_unlock(&lock);
    return result;
}

int link(const char *from, const char *path) {
    pthread_mutex_lock(&lock);
    struct stat info;
    if (is_watched(path) && lstat(path, &info) != 0) rename_watched("link", from, path, 0);
    int result = REAL(link)(from, path);
    pthread_mutex_unlock(&lock);
    return result;
}

int rename(const char *from, const char *path) {
    pthread_mutex_lock(&lock);
    struct stat info;
    if (is_watched(path) && lstat(from, &info) == 0) rename_watched("rename", from, path, 1);
    int result = REAL(rename)(from, path);
    pthread_mutex_unlock(&lock);
    return result;
}

int renameat2(int from_folder, const char *from, int folder, const char *path, unsigned flags) {
    pthread_mutex_lock(&lock);
    struct stat info;
    if (is_watched(path) && lstat(from, &info) == 0 && lstat(path, &info) != 0)
        rename_watched("rename", from, path, 1);
    int result = REAL(renameat2)(from_folder, from, folder, path, flags);
    pthread_mutex_unlock(&lock);
    return result;
}

// MARK: Pauses and marks

static long pauses;

// A moment at which another process may come in between.
static void may_pause(void) {
    if (!is_ready || !pause_at || __atomic_add_fetch(&pauses, 1, __ATOMIC_SEQ_CST) != pause_at)
        return;
    const char *stopped = getenv("POWERCUT_STOPPED"), *go_on = getenv("POWERCUT_GO_ON");
    char byte = '.';
    int out = REAL(open64)(stopped, O_WRONLY), in;
    if (out < 0 || REAL(write)(out, &byte, 1) != 1) abort();
    REAL(close)(out);
    in = REAL(open64)(go_on, O_RDONLY);
    if (in < 0 || read(in, &byte, 1) != 1) abort();
    REAL(close)(in);
}

int flock(int descriptor, int operation) {
    int result = REAL(flock)(descriptor, operation);
    if (operation == LOCK_UN) may_pause();
    return result;
}

// The program says what it is about: a line of the journal; "pause …" is a moment to pause at.
void power_cut_mark(const char *text) {
    pthread_mutex_lock(&lock);
    note(NULL, 0, "mark %s", text);
    pthread_mutex_unlock(&lock);
    if (!strncmp(text, "pause", 5)) may_pause();
}
