-- The index of a folder of sessions, version 1: an ordinary SQLite database, the hidden file
-- `.session-index` beside them.
--
-- It is derived: whoever deletes it loses nothing but the time that it takes to make it anew. The
-- library executes this very file to make one, and makes one anew whose schema differs. The texts
-- of each month stand in tables of their own: index-month-1.sql.
--
-- Times of files are nanoseconds since 1970-01-01T00:00:00Z, times of events microseconds.

PRAGMA application_id = 0x53455349; -- "SESI"
PRAGMA user_version = 1;

-- Strings that repeat: actors, tools, models.
--   id    local number, from 1
--   text  the string
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

-- One row a session of the folder; folders below have an index of their own.
--   id               local number, from 1
--   name             of the file
--   device, inode, size, modified, changed
--                    what the file was like when it was looked at
--   log_inode, log_size, log_modified, log_changed
--                    the same of its write-ahead log; 0 where there was none with something in it
--   seen             when it was looked at: a file that changed shortly before may have changed
--                    since, unnoticed
--   error, message   why it cannot be read: code and text; null: it can
--   session          the session's id
--   main             branch.number of the branch that a list shows
--   branches         how many there are, archived ones and those of subagents included
--   subagents        how many of them are a subagent's
--   held, pinned, archived
--                    1 where the session is
--   source           the tool whose transcript it was made of; null: none
--   folder           the first folder that the session worked in; null: unknown
--   repository       the folder of the repository that this one is part of, where worktrees of one
--                    repository have the same
--   git_branch       the branch of that repository, as the session says last
--   events           the last position in its log
--   epoch            of its log (payload-1.md, "An erased event"); null: it has none
--   text_position    the last event whose text is in the index; 0: none is
--   text_epoch       of the log when that text was read
--   text_digest      of the event there
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    log_inode INTEGER NOT NULL,
    log_size INTEGER NOT NULL,
    log_modified INTEGER NOT NULL,
    log_changed INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    error TEXT,
    message TEXT,
    session TEXT,
    main INTEGER,
    branches INTEGER NOT NULL,
    subagents INTEGER NOT NULL,
    held INTEGER NOT NULL,
    pinned INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    source TEXT,
    folder TEXT,
    repository TEXT,
    git_branch TEXT,
    events INTEGER NOT NULL,
    epoch INTEGER,
    text_position INTEGER NOT NULL,
    text_epoch INTEGER,
    text_digest BLOB
);

-- One row a branch of a session, with its preview; the columns are those of session-1.sql.
--   file    file.id
--   number  from 1, in the order the branches began
--   parent  branch.number of the line it left; null for the first
--   fork    the last revision that it shares with its parent
CREATE TABLE branch (
    file INTEGER NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    parent INTEGER,
    fork INTEGER,
    revision INTEGER NOT NULL,
    title TEXT NOT NULL,
    last_message TEXT NOT NULL,
    prompts INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    tool_calls INTEGER NOT NULL,
    file_changes INTEGER NOT NULL,
    tools TEXT NOT NULL,
    models TEXT NOT NULL,
    input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    cache_read_tokens INTEGER NOT NULL,
    cache_creation_tokens INTEGER NOT NULL,
    phase TEXT NOT NULL,
    started INTEGER,
    ended INTEGER,
    PRIMARY KEY (file, number)
) WITHOUT ROWID;

-- Which stretches of a file's log stand on which line: from `position` on, up to the next row's,
-- the events have the revisions from `revision` on, one more each.
--   branch  branch.number
CREATE TABLE stretch (
    file INTEGER NOT NULL,
    position INTEGER NOT NULL,
    branch INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (file, position)
) WITHOUT ROWID;

-- The months that have tables: 30 days each.
--   number   since 1970, from 0
--   prompts, outputs
--            rows in the month's tables, those of texts that are gone included
--   stale    0: nothing is to be done; 1: texts of files that are gone are in its tables; 2: erased
--            ones are
CREATE TABLE month (
    number INTEGER PRIMARY KEY,
    prompts INTEGER NOT NULL,
    outputs INTEGER NOT NULL,
    stale INTEGER NOT NULL
);

-- One row a piece of text that can be found. A text that has none is gone, though its words may
-- still be in the month's tables until these are written anew.
--   id        month << 32 | the rowid in the month's tables: from 0 in the order in which the pieces
--             came, which is about that of time. None is given twice, since words of texts that are
--             gone stay in these tables
--   file      file.id
--   position  the event that says it
--   time      when it was said, in seconds since 1970
--   sort      0 title, 1 prompt, 2 answer, 3 thinking, 4 call, 5 result, 6 path, 7 note
--   flags     1: the result of a failure; 2: of a call or a result, a command that was run
--   words     how many words it has, about
--   lineage   48 bits of a hash over sort, microsecond and text: equal in forks, in copies of a file, and
--             in transcripts that were imported more than once
--   actor     word.id of who did it; null: erased
--   detail    word.id of the tool that was called, or of the model that answered; null: neither
CREATE TABLE piece (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    position INTEGER NOT NULL,
    time INTEGER NOT NULL,
    sort INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    words INTEGER NOT NULL,
    lineage INTEGER NOT NULL,
    actor INTEGER,
    detail INTEGER
);
