// The shapes that go over the wire (Schemas/openapi.yaml says more of each) and the page's state.

/**
 * @typedef {{branch: string, revision: number}} Point
 * @typedef {{branch: string, revision: number, isNow: boolean}} ChosenMoment
 * @typedef {{input: number, output: number, cacheRead: number, cacheCreation: number,
 *     total: number}} Tokens
 */

/**
 * An event as a CloudEvent; `type` is its kind, `sequence` its revision, `data` its body.
 * @typedef {object} Event
 * @property {string} id its digest
 * @property {string} source `urn:uuid:` and the session's id
 * @property {string} type
 * @property {string} [subject]
 * @property {string} time when it occurred
 * @property {string} recordedtime
 * @property {string} sequence
 * @property {string} [branch] left out on the control line
 * @property {number} position
 * @property {string} actor `user:ana`, `model:m1`, `tool:bash`
 * @property {number} [cause] the revision that led to it
 * @property {string} [origin] the digest of what it stands for
 * @property {string} [eventid]
 * @property {string} [dialect]
 * @property {boolean} [erased]
 * @property {number} [contentbytes]
 * @property {any} data
 */

/**
 * An event on one line.
 * @typedef {object} Row
 * @property {string} [branch]
 * @property {number} revision
 * @property {number} position
 * @property {string} kind
 * @property {string} label what happened, in a word
 * @property {string} text the most telling part, up to 1,000 characters
 * @property {string} [subject]
 * @property {string} actor
 * @property {string} occurredAt
 * @property {boolean} [erased]
 */

/**
 * @typedef {object} Branch
 * @property {string} name
 * @property {number} head
 * @property {Point} [fork]
 * @property {string} digest
 * @property {boolean} archived
 */

/**
 * @typedef {object} Info
 * @property {string} session
 * @property {number} fileSize
 * @property {number} payloadSize
 * @property {number} storedSize
 * @property {number} events
 * @property {Record<string, number>} eventsByKind
 * @property {Branch[]} branches
 * @property {{name: string, reason: string, actor: string, setAt: string}[]} holds
 */

/**
 * A session of a list; `error` says why it cannot be read.
 * @typedef {object} ListedSession
 * @property {string} session
 * @property {string} project
 * @property {{code: string, message: string, hint?: string}} [error]
 * @property {string} title
 * @property {string} lastMessage
 * @property {string} branch
 * @property {number} revision
 * @property {string} phase
 * @property {number} prompts
 * @property {number} toolCalls
 * @property {number} fileChanges
 * @property {Tokens} tokens
 * @property {string} [startedAt]
 * @property {string} [endedAt]
 * @property {number} branches
 * @property {number} subagents
 * @property {boolean} pinned
 * @property {boolean} held
 * @property {boolean} archived
 * @property {string} [source] the tool whose transcript it was made of
 */

/**
 * A hit of a search.
 * @typedef {object} Hit
 * @property {string} session
 * @property {string} project
 * @property {string} title
 * @property {string} moment
 * @property {string} branch
 * @property {number} revision
 * @property {string} sort title, prompt, answer, thinking, call, result, path, note
 * @property {string} occurredAt
 * @property {{text: string, match?: boolean}[]} excerpt
 */

/** @typedef {{project: string, name: string, role?: string, members: number}} Project */

/**
 * A tab, and the place in its session at which a person left it.
 * @typedef {object} Tab
 * @property {string} key
 * @property {string} session
 * @property {string} [project]
 * @property {string} title
 * @property {string} icon two letters of the tool
 * @property {Place|null} place
 */

/**
 * @typedef {object} Place
 * @property {ChosenMoment} moment
 * @property {string} pane
 * @property {string|null} path
 */

/**
 * @typedef {object} Filter
 * @property {string[]} kinds
 * @property {string[]} actors
 * @property {string[]} tools
 * @property {boolean} errors
 * @property {string} text
 * @property {string|null} since
 * @property {string|null} until
 */

/**
 * What the store holds.
 * @typedef {object} State
 * @property {{user: string}|null} me
 * @property {boolean} signedOut whether the server wants a token
 * @property {Project[]} projects
 * @property {ListedSession[]} sessions those that the sidebar has loaded
 * @property {Tab[]} tabs
 * @property {string|null} active the key of the tab that is seen
 * @property {Tab[]} closedTabs what can be restored, the last one first
 * @property {boolean} tabsKnown whether those that were kept are here
 * @property {Info|null} session of the active tab
 * @property {{message: string, hint?: string, status?: number}|null} problem why it is not shown
 * @property {Branch[]} branches
 * @property {(Point & {name: string})[]} tags
 * @property {ChosenMoment} moment the chosen moment
 * @property {Point} head of the moment's branch
 * @property {number} events raised when the session grew or changed
 * @property {"files"|"context"|"state"|"usage"|"audit"} pane
 * @property {string|null} path the chosen file
 * @property {Filter} filter
 * @property {{text: string, at: number, total: number}|null} find
 * @property {{from: number, to: number}|null} range brushed on the timeline, revisions of the
 *     moment's branch
 * @property {{kind: string}|null} overlay
 * @property {"sidebar"|"side"|null} sheet what lies over the page where it is narrow
 * @property {{session: string, events: number, findings: number}|null} chain what the last
 *     verification of the session found
 * @property {"timeline"|"conversation"|"side"} view which one is seen where there is one column
 * @property {"light"|"dark"|"system"} scheme
 * @property {boolean} online
 * @property {"saved"|"saving"|"unsent"} saved
 * @property {Record<string, number>} live by session: when its last event came, in ms
 * @property {Record<string, boolean>} unsaved by session: whether something is not saved yet
 * @property {object[]} pending prompts and notes that are on their way, see writing/queue.js
 * @property {{measure: "tokens"|"bytes"|"time"|"events", speed: number, isTall: boolean,
 *     hides: ("subagents"|"merged"|"archived")[]}} timeline how it is drawn
 */

export {};
