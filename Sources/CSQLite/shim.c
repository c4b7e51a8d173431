#define _GNU_SOURCE // dladdr
#include "CSQLite.h"
#include <dlfcn.h>
#include <stddef.h>

void session_stay_loaded(void) {
    Dl_info info;
    if (dladdr((const void *)session_stay_loaded, &info) && info.dli_fname) {
        dlopen(info.dli_fname, RTLD_NOW | RTLD_NODELETE);
    }
}

static void phrase_counts(
    const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result, int count,
    sqlite3_value **values) {
    sqlite3_int64 counts = 0;
    int code = SQLITE_OK;
    for (int phrase = 0; code == SQLITE_OK && phrase < api->xPhraseCount(context); phrase++) {
        int shift = 4 * (phrase < 15 ? phrase : 14);
        Fts5PhraseIter place;
        int column, offset;
        code = api->xPhraseFirst(context, phrase, &place, &column, &offset);
        while (code == SQLITE_OK && column >= 0 && (counts >> shift & 15) < 15) {
            counts += (sqlite3_int64)1 << shift;
            api->xPhraseNext(context, &place, &column, &offset);
        }
    }
    if (code == SQLITE_OK) {
        sqlite3_result_int64(result, counts);
    } else {
        sqlite3_result_error_code(result, code);
    }
}

int session_add_phrase_counts(sqlite3 *db) {
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL);
    if (code != SQLITE_OK) return code;
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    code = sqlite3_finalize(statement);
    if (code != SQLITE_OK || !api) return SQLITE_ERROR;
    return api->xCreateFunction(api, "phrase_counts", NULL, phrase_counts, NULL);
}
