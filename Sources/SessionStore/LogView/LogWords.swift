internal import EventLog

// What the log's entries, lines and errors are to the features above: the folder LogView alone asks
// the log for them.

/// An event's header, and its payload where that was read.
typealias LogEntry = EventLog.LogEntry
/// An event's payload where it was decoded.
typealias LogPayload = EventLog.LogPayload
/// A branch's line as the stretches of branches that it runs through.
typealias Line = EventLog.Line
/// A line up to a revision.
typealias LineEnd = EventLog.LineEnd
/// A row of the table of branches.
typealias BranchRow = EventLog.BranchRow
/// Which event gave a subject its value.
typealias SubjectSource = EventLog.SubjectSource
/// Where a subject got its value, on several lines.
typealias SubjectPlaces = EventLog.SubjectPlaces
/// Which entries an audit looks for.
typealias EntryKeys = EventLog.EntryKeys
/// Where an event was written.
typealias WrittenEntry = EventLog.WrittenEntry
typealias LogError = EventLog.LogError
/// An entry on its way from one copy of a file to another.
typealias CopiedEntry = EventLog.CopiedEntry
/// What was done to have a copy be what a file is.
typealias CopyStep = EventLog.CopyStep
/// How much of a line two copies have in common.
typealias SharedHistory = EventLog.SharedHistory
typealias ErasedEvents = EventLog.ErasedEvents
/// Counts and sizes of the whole log.
typealias Totals = EventLog.Totals
/// An event's commitment, made before it is appended.
typealias Commitment = EventLog.Commitment
/// Entries in one piece of memory.
typealias PackedEntries = EventLog.PackedEntries
typealias LogWatch = EventLog.LogWatch
/// A stretch of the log under check, the check's state, and what it finds.
typealias LogStretch = EventLog.LogStretch
typealias LogVerifier = EventLog.LogVerifier
typealias LogFinding = EventLog.LogFinding
typealias PreviewRow = EventLog.PreviewRow
