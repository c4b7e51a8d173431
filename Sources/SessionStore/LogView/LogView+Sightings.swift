internal import EventLog
internal import SessionModel

extension LogView {
    /// What a result of a tool tells of the file that was read.
    func fileRead(_ entry: LogEntry) throws -> FoundContent? {
        found(entry.record?.fileRead?.found, in: entry)
    }

    /// What a change of a file tells of what the file was before it.
    func fileBefore(_ entry: LogEntry) throws -> FoundContent? {
        let change = FileChanged(JSON(unchecked: entry.body), version: entry.version)
        guard let source = try source(of: entry), !source.isErased else { return nil }
        if let record = source.record { return found(record.fileBefore, in: source) }
        return found(change.derivation?.original.map { .whole(place: $0) }, in: source)
    }

    private func found(_ file: FoundFile?, in source: LogEntry) -> FoundContent? {
        guard let file else { return nil }
        var found = FoundContent(file: file, position: source.position)
        if case .whole(let place) = file {
            found.size = JSON(unchecked: source.body).at(place)?.utf8?.count
            guard found.size != nil else { return nil }
        }
        return found
    }

    /// The content that was seen; nil where it is not told whole, or was erased.
    func content(of sighting: FileSighting) throws -> [UInt8]? {
        guard let place = sighting.place,
            let entry = try reader.entry(at: sighting.position), !entry.isErased
        else { return nil }
        return JSON(unchecked: entry.body).at(place)?.utf8
    }
}
