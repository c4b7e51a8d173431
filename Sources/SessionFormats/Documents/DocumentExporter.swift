import SessionStore

/// Writes the document that a session was imported from: all of it as it came in last, or, of a
/// list of messages, a line of it up to a moment.
struct DocumentExporter<Format: DocumentFormat>: TranscriptExporter {
    let session: Session

    init(_ session: Session) { self.session = session }

    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        var report = ExportReport()
        var places: [Position] = []
        for try await event in session.allEvents() {
            if event.origin == nil, event.recordBytes(of: Format.dialect) != nil {
                places.append(event.position)
            } else if Self.isOfItsOwn(event) {
                report.leftOut[event.kind.rawValue, default: 0] += 1
            }
        }
        guard let mark = try await ImportMark.last(in: session, of: Format.name) else {
            return report
        }
        if let moment { return try await export(line: moment, mark, sink) }
        let numbers = mark.order?.numbers ?? Array(places.indices)
        var gaps = mark.gaps.map { RecordGaps.Reader($0) }
        var file: String?
        for (index, number) in numbers.enumerated() where places.indices.contains(number) {
            let event = try await session.event(at: .position(places[number]))
            // Of many files, what stands between two records ends the first one.
            try sink(file, gaps?.next() ?? [])
            file = Self.name(mark, index)
            try sink(file, event.recordBytes(of: Format.dialect) ?? [])
            report.records += 1
        }
        if places.count > numbers.count {
            report.leftOut["records that are in the document no longer"] =
                places.count - numbers.count
        }
        try sink(file, mark.gaps?.end ?? [])
        return report
    }

    /// The file of a record below the export's folder; nil: the document itself.
    private static func name(_ mark: ImportMark, _ index: Int) -> String? {
        guard let files = mark.files, files.indices.contains(index) else { return nil }
        let parts = files[index].split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { !["", ".", ".."].contains($0) }
        return isPlain ? files[index] : nil
    }

    /// One line up to a moment: the document as it was when it stood there, closed where it was
    /// cut off.
    private func export(
        line moment: Moment, _ mark: ImportMark,
        _ sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        guard Format.isList else {
            throw SessionError(
                .invalidInput, "a moment of a session cannot be told in this format",
                hint: "Export the whole session, or the moment to another format.")
        }
        var report = ExportReport()
        var gaps = mark.gaps.map { RecordGaps.Reader($0) }
        var open = OpenBrackets()
        var waiting: [UInt8]?
        for try await event in try await session.events(upTo: moment) {
            guard let bytes = event.recordBytes(of: Format.dialect) else {
                if Self.isOfItsOwn(event) {
                    report.leftOut[event.kind.rawValue, default: 0] += 1
                }
                continue
            }
            // What comes again stands in the place of what it was before.
            let isAgain = event.subject == Event.saidBefore
            if let waiting, !isAgain { try sink(nil, waiting) }
            if !isAgain {
                let gap = gaps?.next() ?? Array(",\n".utf8)
                open.pass(gap)
                try sink(nil, gap)
                report.records += 1
            }
            waiting = bytes
        }
        if let waiting { try sink(nil, waiting) }
        let isWhole = gaps?.isAtEnd ?? false
        try sink(nil, isWhole ? mark.gaps?.end ?? [] : open.closing)
        return report
    }

    func fileName(at moment: Moment?, stem: String) async throws -> String {
        let name = try await ImportMark.last(in: session, of: Format.name)?.file
        let isPlain = name.map {
            !["", ".", ".."].contains($0) && !$0.contains { "/\0".contains($0) }
        }
        return isPlain ?? false ? name ?? stem : stem + ".json"
    }

    /// Whether an event is a loss where it is not written: what the importer derived is not, nor
    /// what speaks of the file itself.
    private static func isOfItsOwn(_ event: Event) -> Bool {
        if event.isErased || event.branch == nil || event.kind == .sessionCreated { return false }
        if event.recordBytes(of: Format.dialect) != nil { return false }
        switch event.kind {
        case .settingChanged:
            guard let subject = event.subject else { return true }
            return !(Format.settings.contains(subject) || SubjectChanged.isImportMark(subject))
        case .fileChanged: return event.actor.role != "tool"
        case .titleChanged: return event.actor != .system
        // What was told from a tree carries the id that it has there.
        case .promptSubmitted, .responseReceived: return event.id == nil
        default: return true
        }
    }
}

/// Brackets that were opened between records and not closed yet.
struct OpenBrackets {
    private var brackets: [UInt8] = []
    private var isString = false
    private var isEscaped = false

    mutating func pass(_ text: [UInt8]) {
        for byte in text {
            if isEscaped {
                isEscaped = false
            } else if isString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isString = true
                case UInt8(ascii: "{"): brackets.append(UInt8(ascii: "}"))
                case UInt8(ascii: "["): brackets.append(UInt8(ascii: "]"))
                case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = brackets.popLast()
                default: break
                }
            }
        }
    }

    /// What closes all of them.
    var closing: [UInt8] { brackets.reversed() + [0x0A] }
}
