-- What SQL sees of a session: views with stable names and plain columns, version 1.
--
-- `session sql` and the SQLite extension execute this very file on their connection, in its
-- temporary schema: nothing of it is stored in a session. The tables of session-1.sql may change
-- with the format; these views stay, columns may be added at their end.
--
-- Times are text in UTC, `2026-11-20T10:00:00.000Z`, so that they sort and compare. Bodies are
-- JSON text for SQLite's own functions: `data ->> '$.text'`. What was erased is null.
--
-- Columns that stand in the tables are read by SQLite itself, which does not look at our checksums:
-- where a file may be damaged, run `session verify` first.
--
-- session_value(position, field) is a function of ours: a field of the event at that position,
-- decoded when it is asked for and not before.

-- One row: the session itself.
--   id          its random id
--   title       main's, as of its stored preview
--   created_at  when its first event was recorded
--   began_at, ended_at  when its first and its last event happened
--   events, branches    how many there are
--   archived    1 while it takes no events
CREATE TEMP VIEW sessions AS
SELECT
    session_value(1, 'session') AS id,
    (SELECT title FROM main.preview JOIN main.branch ON branch.id = preview.branch
        WHERE branch.name = 'main') AS title,
    (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', (occurred + recorded) / 1e6, 'unixepoch')
        FROM main.log WHERE position = 1) AS created_at,
    (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', min(occurred) / 1e6, 'unixepoch') FROM main.log)
        AS began_at,
    (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(occurred) / 1e6, 'unixepoch') FROM main.log)
        AS ended_at,
    (SELECT max(position) FROM main.log) AS events,
    (SELECT count(*) FROM main.branch) AS branches,
    coalesce((SELECT word.text = 'session.archived' FROM main.log JOIN main.word ON word.id = kind
        WHERE branch = 0 AND word.text IN ('session.archived', 'session.reopened')
        ORDER BY revision DESC LIMIT 1), 0) AS archived;

-- One row a branch.
--   branch    its name
--   parent    the name of the branch it left; null for the first
--   fork      the last revision that it shares with its parent
--   head      its last revision
--   events    how many were written on it
--   archived  1 when it takes no more events
CREATE TEMP VIEW branches AS
SELECT
    b.name AS branch,
    p.name AS parent,
    b.fork AS fork,
    coalesce((SELECT max(revision) FROM main.log WHERE branch = b.id), b.fork, 0) AS head,
    (SELECT count(*) FROM main.log WHERE branch = b.id) AS events,
    b.archived AS archived
FROM main.branch AS b LEFT JOIN main.branch AS p ON p.id = b.parent;

-- One row an event, in the order written.
--   position     its place in this file
--   branch       the branch it was written on; null: the control line
--   revision     its place on its line
--   kind, version, dialect, subject, actor  as in session-1.sql, as text
--   occurred_at  when it happened, as the writer says
--   recorded_at  when it was written here
--   cause        the revision on its line that led to it
--   origin       hexadecimal digest of the event that it stands for, when a merge took it over
--   id           the writer's own
--   size         bytes of body and content
--   content_size bytes of the content; null: none is given
--   digest       hexadecimal digest of the line up to here
--   erased       1 when it was redacted
--   data         the body: JSON
CREATE TEMP VIEW events AS
SELECT
    l.position AS position,
    b.name AS branch,
    l.revision AS revision,
    k.text AS kind,
    l.version AS version,
    d.text AS dialect,
    s.text AS subject,
    a.text AS actor,
    strftime('%Y-%m-%dT%H:%M:%fZ', l.occurred / 1e6, 'unixepoch') AS occurred_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', (l.occurred + l.recorded) / 1e6, 'unixepoch') AS recorded_at,
    l.revision - l.cause AS cause,
    CASE WHEN l.origin IS NOT NULL THEN lower(hex(l.origin)) END AS origin,
    l.id AS id,
    l.size AS size,
    l.content AS content_size,
    lower(hex(l.digest)) AS digest,
    l.salt IS NULL AS erased,
    CASE WHEN l.salt IS NULL THEN NULL ELSE session_value(l.position, 'body') END AS data
FROM main.log AS l
    JOIN main.word AS k ON k.id = l.kind
    LEFT JOIN main.branch AS b ON b.id = l.branch
    LEFT JOIN main.word AS d ON d.id = l.dialect
    LEFT JOIN main.word AS s ON s.id = l.subject
    LEFT JOIN main.word AS a ON a.id = l.actor;

-- One row a prompt.
--   text  what was asked
CREATE TEMP VIEW prompts AS
SELECT position, branch, revision, occurred_at, actor, origin,
    session_value(position, 'text') AS text
FROM events WHERE kind = 'prompt.submitted';

-- One row a context that was built for a model.
--   data  the body of context.built: JSON
CREATE TEMP VIEW contexts AS
SELECT position, branch, revision, occurred_at, actor, cause, origin, data
FROM events WHERE kind = 'context.built';

-- One row each time that a model was asked or answered; an answer that came in several events has
-- one for each of them.
--   kind     request.sent, response.received, response.failed, or tool.called where the call is a
--            part of an answer
--   request  for an answer, the revision of the recorded request that led to it
--   model    its name
--   response_id  joins the rows of one answer; each of them has the counts of the whole, so that
--                sums take one of them: max(output_tokens) … GROUP BY response_id
--   text     what was answered, or the error
--   input_tokens, output_tokens, cache_read_tokens, cache_creation_tokens  as the provider counts
CREATE TEMP VIEW ai_requests AS
SELECT e.position, e.branch, e.revision, e.occurred_at, e.actor, e.kind, e.origin,
    CASE WHEN e.kind <> 'request.sent' THEN session_value(e.position, 'request') END AS request,
    session_value(e.position, 'model') AS model,
    session_value(e.position, 'response_id') AS response_id,
    session_value(e.position, 'text') AS text,
    session_value(e.position, 'input_tokens') AS input_tokens,
    session_value(e.position, 'output_tokens') AS output_tokens,
    session_value(e.position, 'cache_read_tokens') AS cache_read_tokens,
    session_value(e.position, 'cache_creation_tokens') AS cache_creation_tokens
FROM events AS e
WHERE e.kind IN ('request.sent', 'response.received', 'response.failed')
    OR (e.kind = 'tool.called' AND session_value(e.position, 'response_id') IS NOT NULL);

-- One row a call of a tool.
--   tool       its name
--   call_id    what a call and its result have in common
--   arguments  JSON
CREATE TEMP VIEW tool_calls AS
SELECT position, branch, revision, occurred_at, actor, cause, origin,
    session_value(position, 'tool') AS tool,
    session_value(position, 'call_id') AS call_id,
    session_value(position, 'arguments') AS arguments
FROM events WHERE kind = 'tool.called';

-- One row a result of a tool.
--   call_id  that of the call
--   result   JSON
--   failed   1 when it is an error
CREATE TEMP VIEW tool_results AS
SELECT position, branch, revision, occurred_at, actor, cause, origin,
    session_value(position, 'call_id') AS call_id,
    session_value(position, 'result') AS result,
    session_value(position, 'failed') AS failed
FROM events WHERE kind = 'tool.returned';

-- One row each time that a file got a new state.
--   path     its path
--   size     bytes of its content; null: unknown, or removed
--   mode     as git writes it
--   removed  1 when the file was removed
--   renamed_from  its path before
--   content  a blob; null: unknown, or removed
CREATE TEMP VIEW file_states AS
SELECT position, branch, revision, occurred_at, actor, cause, origin,
    subject AS path,
    length(session_value(position, 'content')) AS size,
    session_value(position, 'mode') AS mode,
    session_value(position, 'removed') AS removed,
    session_value(position, 'renamed_from') AS renamed_from,
    session_value(position, 'content') AS content
FROM events WHERE kind = 'file.changed';
