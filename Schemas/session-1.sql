-- The file format of a session, version 1: an ordinary SQLite database.
--
-- The library executes this very file to create a session, and refuses a file whose schema differs.
-- Comments stand before each table and not inside it, because SQLite would store them in every file.
-- Payloads, checksums and the chain of digests are described byte by byte in payload-1.md.
--
-- Times are microseconds since 1970-01-01T00:00:00Z. Every "check" is a CRC-32 over the row's other
-- columns (payload-1.md, "Row checksums").

PRAGMA application_id = 0x53455331; -- "SES1"
PRAGMA user_version = 1;

-- Strings that repeat: kinds, dialects, subjects, actors.
--   id     local number, from 1
--   text   the string, UTF-8
--   check  CRC-32
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE,
    "check" INTEGER NOT NULL
);

-- One row an event, append-only.
--   position  1, 2, 3 … in the order written, all branches together; local to the file
--   branch    the line it stands on: branch.id, or 0 for the control line
--   revision  1, 2, 3 … on its line; a fork continues its parent's numbers
--   kind      word.id
--   version   of the kind's schema in events/, from 1
--   dialect   word.id of the body's format where it is another tool's
--   subject   word.id of what a setting event sets (a tag's name, for tag.set)
--   actor     word.id of who did it; null when erased
--   occurred  when it happened, as the writer says; microseconds
--   recorded  when it was written here; microseconds after `occurred` (may be negative)
--   cause     how many revisions back the event is that led to it
--   origin    digest (32 bytes) of the event that this one stands for, taken over by a merge
--   id        the writer's own id, unique on the line; of an erased event a hash of it
--             (payload-1.md, "An erased event")
--   size      bytes of the payload before compression: the body, then the content; with an origin:
--             those of the event that it stands for
--   content   how many of these, at the end, are a file's content; null: none are given
--   base      how many positions back the event is that the payload is compressed against;
--             with an origin: where the event is whose payload is meant; null: nothing
--   salt      16 random bytes of the commitment; null: erased, and payload holds the commitment
--   digest    32 bytes, SHA-256 of the line up to here
--   check     CRC-32 of all columns before it
--   payload   compressed bytes with a checksum of their own
CREATE TABLE log (
    position INTEGER PRIMARY KEY,
    branch INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    version INTEGER NOT NULL,
    dialect INTEGER,
    subject INTEGER,
    actor INTEGER,
    occurred INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    cause INTEGER,
    origin BLOB,
    id TEXT,
    size INTEGER NOT NULL,
    content INTEGER,
    base INTEGER,
    salt BLOB,
    digest BLOB NOT NULL,
    "check" INTEGER NOT NULL,
    payload BLOB NOT NULL
);

-- A line in order, and a place on it.
CREATE UNIQUE INDEX log_line ON log (branch, revision);

-- "The value of this subject at that moment": one seek per segment of the line.
CREATE INDEX log_subject ON log (branch, kind, subject, revision);

-- Idempotent appends.
CREATE UNIQUE INDEX log_id ON log (branch, id) WHERE id IS NOT NULL;

-- One row a branch: a projection of the control line.
--   id        local number, from 1; 1 is the branch that the session began with
--   name      as of now
--   parent    branch.id of the line it left; null for the first
--   fork      the last revision that it shares with its parent
--   archived  1 when it takes no more events
--   check     CRC-32
CREATE TABLE branch (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    parent INTEGER,
    fork INTEGER,
    archived INTEGER NOT NULL,
    "check" INTEGER NOT NULL
);

-- States of projections, so that replay need not start at revision 1. May be deleted at any time.
-- The row "epoch" says of which state of the log they are (payload-1.md, "An erased event").
-- The row "unscrubbed" is there from an erasure on until the file was written anew.
--   projection  its name
--   version     of the projection's code
--   branch      branch.id of the row's line
--   revision    after which the state was taken
--   state       bytes that the projection itself understands
--   check       CRC-32
CREATE TABLE snapshot (
    projection TEXT NOT NULL,
    version INTEGER NOT NULL,
    branch INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state BLOB NOT NULL,
    "check" INTEGER NOT NULL,
    PRIMARY KEY (projection, version, branch, revision)
) WITHOUT ROWID;

-- What a list of sessions shows, for the head of each branch. May be deleted at any time.
--   branch        branch.id
--   revision      the head that the row was computed for
--   name          the branch's name
--   title, last_message  beginnings of texts, at most 200 characters
--   prompts, responses, tool_calls, file_changes  counts
--   tools         JSON: [[name, calls], …], most used first
--   models        JSON: [name, …]
--   input_tokens, output_tokens, cache_read_tokens, cache_creation_tokens  as providers count them
--   phase         created, firstPrompt, analyzing, active, interaction, branching, exported, archived
--   started, ended  when the first and the last event happened; microseconds
--   state         the fold's own bytes, to go on from
--   check         CRC-32
CREATE TABLE preview (
    branch INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    name TEXT NOT NULL,
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
    state BLOB NOT NULL,
    "check" INTEGER NOT NULL
);

-- Guards against other clients' accidents. Our own safety does not rest on them.
CREATE TRIGGER log_no_update
BEFORE UPDATE OF position, branch, revision, kind, version, dialect, occurred, recorded, size,
    content, digest ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER log_erase_only BEFORE UPDATE OF subject, actor, cause, origin, id ON log
WHEN new.subject IS NOT NULL OR new.actor IS NOT NULL OR new.cause IS NOT NULL
    OR new.origin IS NOT NULL OR new.id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER log_no_delete BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER log_append_only BEFORE INSERT ON log
WHEN new.position <= (SELECT max(position) FROM log)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
