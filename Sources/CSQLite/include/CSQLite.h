#pragma once
#include <sqlite3.h>
// The type of what an extension is handed; its macros would redirect every call.
#define SQLITE_CORE 1
#include <sqlite3ext.h>

// sqlite3_db_config() is variadic, which Swift cannot call. These are the two shapes we use.

/// Sets one boolean option (SQLITE_DBCONFIG_…) and returns SQLite's result code.
static inline int session_db_config(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}

/// Whether a program that loads us as an extension uses the library that we are linked with.
static inline int session_is_our_library(const void *routines) {
    const sqlite3_api_routines *theirs = (const sqlite3_api_routines *)routines;
    return theirs && theirs->libversion_number == sqlite3_libversion_number;
}

/// Keeps the library that this stands in loaded until the process ends, whoever closes it. dladdr()
/// is an extension of the C library that Swift does not see.
void session_stay_loaded(void);

/// Gives a connection the function `phrase_counts(TABLE)` for full-text queries: how often each
/// phrase of the query occurs in the row, four bits each, the first phrase lowest; 15 is that often
/// or more, and all phrases from the 15th on share the last. bm25() would ask for each row's length,
/// which is a search of its own.
///
/// Returns SQLite's result code.
int session_add_phrase_counts(sqlite3 *db);
