internal import SessionModel

/// A context that the store put together: setup, guidance and files at first, afterwards what
/// changed since the context before.
public struct BuiltContext: Sendable, Hashable {
    /// One file in it.
    public struct File: Sendable, Hashable {
        /// What became of a file since the context before.
        public enum Change: String, Sendable, Hashable {
            /// The context before did not tell of it.
            case added
            /// It has another content.
            case changed
            /// It was there, and is gone.
            case removed
        }
        /// As the log has it.
        public let path: String
        /// The revision that gave it its content, or removed it.
        public let revision: Revision
        /// Since the context before; nil in a comprehensive one.
        public let change: Change?
    }

    /// The revision of its event.
    public let revision: Revision
    /// The revision of the context that it builds on; nil: it is comprehensive.
    public let base: Revision?
    /// What the model is told of its surroundings; nil: as before.
    public let setup: String?
    /// How the model should work; nil: as before.
    public let guidance: String?
    /// The files that are told in it, by path.
    public let files: [File]
    /// How many files are as the context before has them.
    public let unchanged: Int
    /// What to give to the model.
    public let text: String
}

/// A context's event together with everything that the contexts before it said.
struct ContextChain {
    var setup: String?
    var guidance: String?
    /// Every file that the model knows of by now, with its revision.
    var files: FileRevisions = [:]

    /// Whether more contexts build on one another than are followed; then the next one had better
    /// tell everything again.
    private(set) var isTooLong = false

    /// Contexts that may build on one another.
    private static let limit = 1000

    /// Follows a context's bases to the comprehensive one and adds up what they say.
    init(of entry: LogEntry, _ reader: ContextReader) throws {
        var chain: [LogEntry] = []
        var next: LogEntry? = entry
        while let current = next, chain.count < Self.limit {
            if current.isErased { throw reader.erased(current.revision, in: entry) }
            chain.append(current)
            let base = ContextBuilt(JSON(unchecked: current.body), version: current.version).base
            guard let base, base < current.revision else { break }
            next = try reader.view.entry(revision: base, on: reader.line)
        }
        isTooLong = chain.count == Self.limit
        for entry in chain.reversed() where entry.kind == .contextBuilt {
            let built = ContextBuilt(JSON(unchecked: entry.body), version: entry.version)
            try add(built, of: entry, reader)
        }
    }

    /// That of the next context's base; nil where there is none, or a part of it was erased, and
    /// everything had better be told again.
    static func base(of entry: LogEntry?, _ reader: ContextReader) throws -> ContextChain? {
        do {
            let chain = try entry.map { try ContextChain(of: $0, reader) }
            return chain.flatMap { $0.isTooLong ? nil : $0 }
        } catch let error as SessionError where error.code == .contextUnknown {
            return nil
        }
    }

    private mutating func add(
        _ built: ContextBuilt, of entry: LogEntry, _ reader: ContextReader
    ) throws {
        setup = built.setup ?? setup
        guidance = built.guidance ?? guidance
        for file in try reader.files(of: entry, in: built.context.ranges, withContents: false) {
            files[file.path] = file.isRemoved ? nil : file.revision
        }
    }
}

extension ContextReader {
    struct FileEntry {
        let path: String
        let revision: Revision
        let isRemoved: Bool
        let content: [UInt8]?
    }

    /// The changes of files that a context names, in its order.
    func files(
        of context: LogEntry, in ranges: [ClosedRange<Revision>], withContents: Bool = true
    ) throws -> [FileEntry] {
        var found: [FileEntry] = []
        for range in once(ranges) {
            try view.forEachEvent(
                on: line, from: range.lowerBound, through: range.upperBound
            ) { event in
                guard event.kind == .fileChanged else { return }
                guard let path = event.subject else { throw erased(event.revision, in: context) }
                let change = FileChanged(event.body, version: event.version)
                let content =
                    withContents ? try view.content(of: path, on: line, at: event.revision) : nil
                found.append(
                    FileEntry(
                        path: path, revision: event.revision, isRemoved: change.isRemoved,
                        content: content))
            }
        }
        return found
    }

    /// The ranges as far as the point reaches; joined and in order where they name revisions more
    /// than once, as those of a file from elsewhere may without end.
    private func once(_ ranges: [ClosedRange<Revision>]) -> [ClosedRange<Revision>] {
        let cut = ranges.filter { $0.lowerBound <= point.revision }
            .map { $0.lowerBound...min($0.upperBound, point.revision) }
        guard cut.reduce(0, { $0 + $1.count }) > point.revision.number else { return cut }
        return cut.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, range in
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] =
                    last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
    }
}

extension BuiltContext {
    /// Reads a context's event and writes its text.
    static func read(_ entry: LogEntry, _ reader: ContextReader) throws -> (
        context: BuiltContext, chain: ContextChain
    ) {
        let built = ContextBuilt(JSON(unchecked: entry.body), version: entry.version)
        let chain = try ContextChain(of: entry, reader)
        let before = try built.base.flatMap {
            try reader.view.entry(revision: $0, on: reader.line)
        }.map { try ContextChain(of: $0, reader).files }
        var text = ContextText(base: built.base)
        text.add(setup: built.setup, guidance: built.guidance)
        var files: [File] = []
        for file in try reader.files(of: entry, in: built.context.ranges) {
            let change: File.Change? = before.map {
                file.isRemoved ? .removed : $0[file.path] == nil ? .added : .changed
            }
            files.append(File(path: file.path, revision: file.revision, change: change))
            text.add(file: file.path, change?.rawValue, file.isRemoved ? nil : file.content)
        }
        let told = files.count { $0.change != .removed }
        text.add(unchanged: before == nil ? 0 : chain.files.count - told)
        let context = BuiltContext(
            revision: entry.revision, base: built.base, setup: built.setup,
            guidance: built.guidance, files: files, unchanged: chain.files.count - told,
            text: text.text)
        return (context, chain)
    }
}

extension ContextReader {
    func modelContext(_ entry: LogEntry) throws -> ModelContext {
        let (context, chain) = try BuiltContext.read(entry, self)
        let ranges = ContextBuilt(JSON(unchecked: entry.body), version: entry.version)
            .context.ranges
        let message: JSON = ["role": "system", "content": .string(context.text)]
        return ModelContext(
            source: .context(revision: context.revision), point: point,
            bytes: Array(context.text.utf8), ranges: ranges,
            messages: RequestMessages(["messages": [message]])?.messages ?? [],
            files: chain.files)
    }
}
