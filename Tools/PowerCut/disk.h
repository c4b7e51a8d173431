// What a disk holds of the files that a program writes, and what is left of them after a power cut.
// Part of power-cut.c, which says how it is used.

#pragma once
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))
#define DESCRIPTORS 4096
#define SECTOR 512

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

// MARK: The journal

// Writes down what happened, for images of the disk to be made of later: a line, then as many bytes
// as its last number says where there are bytes.
static FILE *journal;

__attribute__((format(printf, 3, 4)))
static void note(const void *bytes, size_t size, const char *format, ...) {
    if (!journal) return;
    va_list rest;
    va_start(rest, format);
    vfprintf(journal, format, rest);
    va_end(rest);
    if (bytes) fprintf(journal, " %zu\n", size); else fputc('\n', journal);
    if (bytes && fwrite(bytes, 1, size, journal) != size) abort();
}

// MARK: What is known

typedef struct { uint8_t *bytes; size_t size; } Content;

// A write (`bytes`) at `offset`, or a truncation to `offset`.
typedef struct { off_t offset; size_t size; uint8_t *bytes; } Change;

typedef struct File {
    long id;
    dev_t device;
    ino_t inode;  // 0: deleted, the number may be used again
    Content synced;
    Change *changes;
    size_t count;
    struct File *next;
} File;

// `file` got the name `path`; NULL: nothing has it any more.
typedef struct { char *path; File *file; } Name;
typedef struct { Name *items; size_t count; } Names;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static File *files;
static Names durable, recent;
static struct { File *file; char *path; int is_memory; } descriptors[DESCRIPTORS];
static long steps, writes, refusals;

static int is_ready, keeps_none, keeps_all;
static long cut_at, full_at, full_for, pause_at;  // cut_at -1: at exit
static uint64_t seed = 1;
static FILE *trace;

static uint64_t chance(uint64_t below) {
    uint64_t z = seed += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (z ^ (z >> 31)) % below;
}

static void *need(void *memory) {
    if (!memory) abort();
    return memory;
}

static void add_name(Names *names, const char *path, File *file) {
    names->items = need(realloc(names->items, (names->count + 1) * sizeof(Name)));
    names->items[names->count++] = (Name){need(strdup(path)), file};
}

static Name *find_name(Names *names, const char *path) {
    for (size_t i = names->count; i-- > 0;)
        if (!strcmp(names->items[i].path, path)) return &names->items[i];
    return NULL;
}

static void set_name(Names *names, const char *path, File *file) {
    Name *known = find_name(names, path);
    if (known) known->file = file; else add_name(names, path, file);
}

static File *file_at(const char *path) {
    Name *known = find_name(&recent, path);
    if (!known) known = find_name(&durable, path);
    return known ? known->file : NULL;
}

static void resize(Content *content, size_t size) {
    content->bytes = need(realloc(content->bytes, size ? size : 1));
    if (size > content->size) memset(content->bytes + content->size, 0, size - content->size);
    content->size = size;
}

static void apply(Content *content, const Change *change, size_t from, size_t to) {
    if (!change->bytes) return resize(content, change->offset);
    if (to <= from) return;
    if (change->offset + to > content->size) resize(content, change->offset + to);
    memcpy(content->bytes + change->offset + from, change->bytes + from, to - from);
}

static void record(File *file, const void *bytes, size_t size, off_t offset) {
    if (bytes) note(bytes, size, "write %ld %lld", file->id, (long long)offset);
    else note(NULL, 0, "truncate %ld %lld", file->id, (long long)offset);
    if (journal) return;
    if ((file->count & (file->count + 1)) == 0)
        file->changes = need(realloc(file->changes, (2 * file->count + 2) * sizeof(Change)));
    Change change = {offset, size, NULL};
    if (bytes) change.bytes = memcpy(need(malloc(size ? size : 1)), bytes, size);
    file->changes[file->count++] = change;
}

static void synced(File *file) {
    for (size_t i = 0; i < file->count; i++) {
        apply(&file->synced, &file->changes[i], 0, file->changes[i].size);
        free(file->changes[i].bytes);
    }
    file->count = 0;
}

// MARK: The cut

static void survive(File *file) {
    for (size_t i = 0; i < file->count && !keeps_none; i++) {
        const Change *change = &file->changes[i];
        size_t from = 0, to = change->size;
        if (chance(2)) continue;
        size_t first = SECTOR - change->offset % SECTOR;
        if (change->bytes && first < to && chance(4) == 0) {
            size_t tear = first + SECTOR * chance((to - first + SECTOR - 1) / SECTOR);
            if (chance(2)) to = tear; else from = tear;
        }
        apply(&file->synced, change, from, to);
    }
}

static void materialize(const Name *name) {
    char memory[PATH_MAX];
    snprintf(memory, sizeof memory, "%s-shm", name->path);
    REAL(unlink)(memory);
    REAL(unlink)(name->path);
    if (!name->file) return;
    int out = REAL(open64)(name->path, O_WRONLY | O_CREAT | O_EXCL, 0644);
    const Content *content = &name->file->synced;
    for (size_t done = 0; done < content->size;) {
        ssize_t count = REAL(write)(out, content->bytes + done, content->size - done);
        if (count <= 0) abort();
        done += count;
    }
    REAL(close)(out);
}

static void power_off(void) {
    size_t kept = keeps_none ? 0 : chance(recent.count + 1);
    for (size_t i = 0; i < recent.count; i++) {
        Name *name = &recent.items[i];
        if (i < kept) set_name(&durable, name->path, name->file);
        else if (!find_name(&durable, name->path)) add_name(&durable, name->path, NULL);
    }
    for (File *file = files; file; file = file->next) survive(file);
    for (size_t i = 0; i < durable.count; i++) materialize(&durable.items[i]);
}

static void cut(void) {
    if (!keeps_all) power_off();
    if (trace) fflush(trace);
    if (journal) fflush(journal);
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

// Counts a step, and does not return from the one at which the power is cut.
static void step(const char *kind, const char *path, size_t size) {
    steps++;
    if (trace) fprintf(trace, "%s %s %zu\n", kind, path, size);
    if (steps == cut_at) cut();
}

// Whether the disk refuses this write; half of the first one still fits.
static int is_full(size_t *size) {
    writes++;
    if (!full_at || writes < full_at || (full_for && refusals >= full_for)) return 0;
    if (writes == full_at && *size > 1) {
        *size /= 2;
        return 0;
    }
    refusals++;
    errno = ENOSPC;
    return 1;
}
