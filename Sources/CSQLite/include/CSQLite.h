#pragma once
#include <sqlite3.h>

// sqlite3_db_config() is variadic, which Swift cannot call. These are the two shapes we use.

/// Sets one boolean option (SQLITE_DBCONFIG_…) and returns SQLite's result code.
static inline int session_db_config(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}
