internal import Platform
public import SessionModel

extension Session {
    /// Writes the files of a moment into a folder, byte for byte, executable where they were.
    ///
    /// ```swift
    /// let checkout = try await session.checkout(.revision(120, on: .main), into: "/tmp/then")
    /// for file in checkout.leftOut { print(file.path, file.reason) }
    /// ```
    ///
    /// A file that the log does not tell of the moment, and a tool found later on the line before
    /// it first changed it, is written as it was found (``Checkout/Written/sighting``).
    ///
    /// Nothing outside the folder is ever written or changed, whatever paths and links the log
    /// holds and whatever links lie in the folder: see ``FilePlacement`` for where files go. Links
    /// are made only where they lead to a place inside. A file that was renamed away, a content
    /// that the log does not tell, and a session that is in the folder are left out, with the
    /// reason.
    ///
    /// - Parameter folder: made, with those above it, where there is none.
    /// - Throws: ``SessionError/Code/fileExists`` where the folder holds something and
    ///   `isReplacing` is false; `noPermission`, `diskFull`: what was written before stays.
    /// - Cost: the contents, one at a time, and the headers behind the moment up to the first
    ///   change of each file.
    public func checkout(
        _ moment: Moment, into folder: String, options: CheckoutOptions = CheckoutOptions()
    ) async throws -> Checkout {
        let point = try await resolve(moment)
        let files = try await filesSeen(at: point)
        let workingFolder = try await workingFolder(at: point)
        let renamedAway = CheckoutWriter.renamedAway(files)
        let gone = Set(renamedAway.map { Array($0.path.utf8) })
        let placement = FilePlacement(
            of: files.map(\.path).filter { !gone.contains(Array($0.utf8)) },
            workingFolder: workingFolder, root: options.root)
        return try await sessionErrors {
            guard options.isReplacing || !GuardedFolder.isInUse(folder) else {
                throw SessionError(
                    .fileExists, "\(folder) is in use already",
                    hint: "Name a new folder, or add \(.force) to write into this one.")
            }
            if !options.isDryRun { try GuardedFolder.make(folder) }
            var writer = CheckoutWriter(
                folder: options.isDryRun ? nil : try GuardedFolder(at: folder), files: files)
            for place in writer.ordered(placement.places) where options.isIncluded(place.path) {
                try await writer.write(place) { file in
                    guard let sighting = file.sighting else {
                        return try await content(of: file.path, at: point.moment)
                    }
                    return try await content(of: sighting)
                }
            }
            let leftOut = (renamedAway + placement.leftOut).filter { options.isIncluded($0.path) }
            return Checkout(
                point: point, root: placement.root,
                written: writer.written.sorted { $0.path < $1.path },
                leftOut: (leftOut + writer.leftOut).sorted { $0.path < $1.path })
        }
    }

    /// As it was set last; before it ever was, as the branch has it in the end.
    private func workingFolder(at point: Point) async throws -> String? {
        if let set = try await setting("cwd", at: point.moment) { return set.value.string }
        return try await setting("cwd", at: .head(of: point.branch))?.value.string
    }
}
