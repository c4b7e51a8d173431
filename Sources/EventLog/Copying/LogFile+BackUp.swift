internal import Platform
internal import SessionTerms

/// What was done to have a copy be what a file is.
package enum CopyStep: Sendable, Hashable {
    /// Nothing: it was so.
    case nothing
    /// What was new went over: rows of the log, and bytes of their payloads as they are stored.
    case grown(rows: Int, bytes: Int)
    /// All of it was written anew, so many bytes.
    case whole(bytes: Int)
}

extension LogFile {
    /// Has a copy of this file be what the file is now, in the same epoch. Where the copy holds the
    /// file's beginning, what came since goes over in one transaction, as it is stored; where it
    /// does not, or there is none, a whole copy is made beside its place and put there.
    ///
    /// Whenever this is killed, the copy is what it was or what it was to be. It is on disk when
    /// this returns, and stands alone.
    ///
    /// - Parameter check: looks at a whole copy before it gets its place, which it does not where
    ///   this throws.
    /// - Throws: `damaged` and `corruptPayload` for damage of this file, `busy` where somebody has
    ///   the copy open.
    /// - Cost: of what came since, or of the whole.
    package func backUp(
        to path: String, check: @escaping @Sendable (_ copy: String) async throws -> Void
    ) async throws -> CopyStep {
        if FileSystem.kind(of: path) != .missing, let step = try await catchUp(copy: path) {
            return step
        }
        let draft = try Draft(of: path, replacing: true)
        defer { draft.remove() }
        try await fill(draft, keepingEpoch: true)
        try await check(draft.path)
        try await Self.put(draft, at: path, plain)
        return .whole(bytes: FileSystem.size(of: path))
    }

    /// Those of this file without what belongs to its own session.
    private var plain: Options {
        Options(pageSize: queue.options.pageSize, salt: queue.options.salt)
    }

    // MARK: What is new

    /// - Returns: nil: the copy does not hold this file's beginning, or cannot be read. Damage of
    ///   this file is found once more where the whole is checked.
    private func catchUp(copy path: String) async throws -> CopyStep? {
        do {
            let ends = try await LogFile.open(path, mode: .readOnly, options: plain).closing {
                try await $0.read(isGlance: true) { try LogEnds($0) }
            }
            guard let ends else { return nil }
            let (isBehind, last) = try await read(isGlance: true) { source in
                (try source.begins(with: ends), try source.lastPosition())
            }
            guard isBehind else { return nil }
            guard ends.position < last else { return .nothing }
            return try await LogFile.open(path, mode: .readWrite, options: plain).closing {
                try await self.extend($0)
            }
        } catch let error as LogError where error.isNoSession { return nil }
    }

    private func extend(_ copy: LogFile) async throws -> CopyStep? {
        try await copy.write { writer in
            try self.readNow { source in
                // Another one may have done it meanwhile.
                guard let ends = try LogEnds(writer.reader), try source.begins(with: ends) else {
                    return nil
                }
                let carried = try writer.carryRest(of: source)
                return .grown(rows: carried.rows, bytes: carried.bytes)
            }
        }
    }

    // MARK: All of it

    /// Puts a finished draft in the place of what is there.
    private static func put(_ draft: Draft, at path: String, _ options: Options) async throws {
        guard FileSystem.kind(of: path) != .missing else { return try draft.publish() }
        let old: LogFile
        do {
            old = try open(path, mode: .readWrite, options: options)
        } catch let error as LogError where error.isNoSession {
            return try draft.replaceDamaged()
        }
        try await old.closing { try await $0.giveWay(to: draft) }
    }

    /// Lets a draft take the place of this file, which nobody else has open.
    private func giveWay(to draft: Draft) async throws {
        readers.rest()
        try await queue.exclusively(telling: false) { rows, _ in
            guard rows.leaveLog() else {
                throw LogError(.busy, "another process has \(self.path ?? "the copy") open")
            }
            try draft.replace()
        }
    }

    private func closing<Result>(
        after body: (LogFile) async throws -> Result
    ) async throws -> Result {
        do {
            let result = try await body(self)
            try await close()
            return result
        } catch {
            try? await close()
            throw error
        }
    }
}

extension LogError {
    /// Whether a file is none that could be gone on from.
    fileprivate var isNoSession: Bool {
        isDamage || code == .notASession || code == .newerFormat
    }
}
