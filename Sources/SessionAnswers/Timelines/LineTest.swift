public import SessionStore

/// Which revisions of ``LineColumns`` a query asks for: each kind, actor, subject and tool is held
/// against its patterns once, not once an event.
public struct LineTest: Sendable {
    private let kinds: [Bool]
    private let actors: [Bool]
    private let subjects: [Bool]
    private let tools: [Bool]?
    private let query: AuditQuery
    private let onlyFailures: Bool

    /// - Parameters:
    ///   - query: texts and models of it are not looked at.
    ///   - onlyFailures: whether only what failed is asked for; columns must be weighed for that,
    ///     and for a query that names tools.
    public init(_ query: AuditQuery, onlyFailures: Bool = false, of columns: LineColumns) {
        let test = AuditTest(query)
        self.query = query
        self.onlyFailures = onlyFailures
        kinds = columns.kindNames.values.map { test.fits($0) }
        actors = columns.actorNames.values.map { test.fits($0) }
        subjects =
            [query.subjects.isEmpty] + columns.subjectNames.values.map { test.fits(subject: $0) }
        tools = query.tools.isEmpty ? nil : columns.toolNames.values.map { test.fits(tool: $0) }
    }

    /// Whether a revision is asked for.
    public func fits(_ revision: Int, of columns: LineColumns) -> Bool {
        let index = revision - 1
        guard columns.kinds[index] != LineColumns.none, kinds[Int(columns.kinds[index])],
            actors[Int(columns.actors[index])], subjects[Int(columns.subjects[index])]
        else { return false }
        if let since = query.since, columns.times[index] < since { return false }
        if let until = query.until, columns.times[index] >= until { return false }
        guard columns.isWeighed else { return true }
        if onlyFailures, !columns.failures[index] { return false }
        guard let tools else { return true }
        let tool = columns.tools[index]
        return tool != LineColumns.none && tools[Int(tool)]
    }
}
