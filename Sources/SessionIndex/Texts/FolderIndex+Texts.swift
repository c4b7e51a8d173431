internal import SessionStore
internal import Synchronization

extension FolderIndex {
    /// Bytes that are read between two commits.
    private static let batchBytes = 16 << 20

    /// Brings the texts of sessions up to date. While one batch is written, the next is read.
    func index(
        _ files: [FileRow], _ tables: IndexTables, _ progress: ProgressReport?
    ) async throws {
        let source = TextSource(self, files)
        var next = try await source.next(bytes: Self.batchBytes)
        while let batches = next {
            async let following = source.next(bytes: Self.batchBytes)
            try await tables.write { rows in
                var words = KnownWords()
                var said = SaidWords()
                for batch in batches where try rows.take(batch, &words) { said.take(batch.said) }
                try rows.add(said)
            }
            next = try await following
            progress?(Progress(work: .texts, done: await source.done, total: files.count))
        }
    }

    /// Writes the tables of months anew that hold what is gone.
    func rewriteMonths(_ tables: IndexTables, from staleness: Month.Staleness) async throws {
        for month in try await tables.read({ try $0.months(stale: staleness) }) {
            try await rewrite(month, tables)
        }
    }

    /// Reads the month's texts again, and puts them in place of its tables in one transaction: who
    /// comes in between sees it as it was or as it is.
    private func rewrite(_ month: Month, _ tables: IndexTables) async throws {
        let names = try await tables.read { rows in
            try rows.files(in: month).compactMap { try rows.file($0) }
        }
        var found: [(file: FileRow, piece: TextPiece)] = []
        for file in names {
            found += try await texts(of: file, in: month).map { (file, $0) }
        }
        let pieces = found.sorted { $0.piece.time < $1.piece.time }
        try await tables.write { rows in
            try rows.drop(month)
            var words = KnownWords()
            var said = SaidWords()
            var states: [Int: TextState?] = [:]
            for (file, piece) in pieces {
                // Another process may have read on, or forgotten the file, meanwhile.
                let state: TextState?
                if let known = states[file.id] {
                    state = known
                } else {
                    state = try rows.file(file.id)?.text
                    states[file.id] = state
                }
                guard let state, state.epoch == file.text.epoch, piece.position <= state.position
                else { continue }
                try rows.add([piece], ofFile: file.id, &words)
                said.take(piece)
            }
            try rows.add(said)
        }
    }

    private func texts(of file: FileRow, in month: Month) async throws -> [TextPiece] {
        do {
            return try await use(file.name) { session in
                var reader = try await TextReader(session, file, month: month)
                var pieces: [TextPiece] = []
                while let batch = try await reader.next(bytes: Self.batchBytes) {
                    pieces += batch.pieces
                }
                return pieces
            }
        } catch is SessionError {
            // It cannot be read any more, so that its texts cannot be found either.
            return []
        }
    }
}

extension IndexRows {
    /// Adds a batch, unless somebody else did.
    ///
    /// - Returns: whether it was added.
    fileprivate func take(_ batch: TextBatch, _ words: inout KnownWords) throws -> Bool {
        guard let file = try file(batch.file), file.text == batch.base else { return false }
        if file.hasTexts, !batch.goesOn { try removeTexts(ofFiles: [batch.file], leaving: .gone) }
        try add(batch.pieces, ofFile: batch.file, &words)
        try add(batch.stretches, ofFile: batch.file)
        try save(batch.end, ofFile: batch.file)
        return true
    }
}

/// Reads the texts of several sessions, one behind the other.
actor TextSource {
    private let index: FolderIndex
    private var files: ArraySlice<FileRow>
    private var open: (session: Session, reader: TextReader)?
    /// Sessions that are read to their ends.
    private(set) var done = 0

    init(_ index: FolderIndex, _ files: [FileRow]) {
        self.index = index
        self.files = files[...]
    }

    /// The next texts, of about this many bytes; nil: there are no more.
    func next(bytes: Int) async throws -> [TextBatch]? {
        var batches: [TextBatch] = []
        var left = bytes
        while left > 0, let (session, taken) = try await takeOpen() {
            var reader = taken
            do {
                guard let batch = try await reader.next(bytes: left) else {
                    try await finish(session)
                    continue
                }
                left -= 4096 + batch.pieces.reduce(0) { $0 + $1.text.utf8.count }
                batches.append(batch)
                open = (session, reader)
            } catch is SessionError {
                // What could be read of it is found; a list says what is wrong with it.
                try? await finish(session)
            }
        }
        return batches.isEmpty ? nil : batches
    }

    /// The session that is being read, or else the next one that can be.
    private func takeOpen() async throws -> (Session, TextReader)? {
        if let current = open {
            open = nil
            return current
        }
        while let file = files.popFirst() {
            try Task.checkCancellation()
            if let next = try? await start(file) { return next }
            done += 1
        }
        return nil
    }

    private func start(_ file: FileRow) async throws -> (Session, TextReader) {
        let session = try await index.session(file.name)
        do {
            return (session, try await TextReader(session, file))
        } catch {
            try? await session.close()
            throw error
        }
    }

    private func finish(_ session: Session) async throws {
        done += 1
        try await session.close()
    }
}
