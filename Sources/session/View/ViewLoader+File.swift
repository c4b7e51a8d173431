import SessionAnswers
import SessionStore
import Texts

/// Lays out one file: its lines with their numbers, and which of them changed at the moment.
extension ViewLoader {
    /// A content beyond this many bytes is not compared with the one before.
    private static let compareLimit = 1 << 20

    func file(_ request: PaneRequest) async throws -> PaneContent {
        let files = try await session.files(at: request.point.moment, includingRemoved: true)
        let here = files.first { $0.revision == request.point.revision }
        guard let path = request.path ?? here?.path ?? files.first?.path else {
            return PaneContent(
                request: request, lines: [StyledLine("no files at \(request.point)", "2")])
        }
        let state = files.first { $0.path.utf8.elementsEqual(path.utf8) }
        let change = try await change(of: state, at: request.point)
        let name = DisplayText.oneLine(path, limit: 8000)
        var heading = [StyledLine(DisplayText.cutFront(name, to: request.width), "1")]
        if let state { heading.append(about(state, change, at: request.point)) }
        heading.append(StyledLine())
        var content = PaneContent(request: request, path: path)
        do {
            let bytes = try await session.content(of: path, at: request.point.moment)
            content.lines = heading
            lay(bytes, change, into: &content)
        } catch let error as SessionError where error.code == .fileUnknown {
            let reason = StyledLine(DisplayText.oneLine(error.message), "2")
            content.lines = heading + reason.wrapped(to: request.width)
        }
        return content
    }

    /// What became of the lines at a moment at which a file changed; nil: it did not, or the log
    /// does not tell.
    private func change(of state: FileState?, at point: Point) async throws -> LineDiff? {
        guard let state, state.revision == point.revision, !state.change.isRemoved,
            let size = state.size, size <= Self.compareLimit, point.revision > 1
        else { return nil }
        let before = Moment.revision(point.revision - 1, on: point.branch)
        let difference = try await session.difference(from: before, to: point.moment)
        let file = difference.files.first { file in
            file.new.map { $0.path.utf8.elementsEqual(state.path.utf8) } ?? false
        }
        let sizes = [file?.old, file?.new].compactMap { $0 }.map(\.size)
        guard let file, sizes.allSatisfy({ $0 != nil && $0 ?? 0 <= Self.compareLimit }) else {
            return nil
        }
        let (old, new) = try await session.lines(of: file, in: difference)
        return old.isBinary || new.isBinary ? nil : LineDiff(from: old, to: new)
    }

    private func about(_ state: FileState, _ change: LineDiff?, at point: Point) -> StyledLine {
        let size = state.size.map { Counts.bytes($0) } ?? "unknown"
        let verb = state.change.isRemoved ? "removed" : "changed"
        let isHere = state.revision == point.revision
        let place = isHere ? "\(verb) here" : "\(verb) at revision \(state.revision)"
        let counts = change.map { ": +\($0.counts.added) -\($0.counts.removed)" } ?? ""
        return StyledLine("\(size), \(place)\(counts)", isHere ? "32" : "2")
    }

    private func lay(_ bytes: [UInt8], _ change: LineDiff?, into content: inout PaneContent) {
        let shown = TextLines(Array(bytes.prefix(Self.byteLimit)))
        guard !shown.isBinary else {
            content.lines.append(StyledLine("(binary, \(Counts.bytes(bytes.count)))", "2"))
            return
        }
        let request = content.request
        var layout = FileLayout(
            count: shown.count, change: change, hasNumbers: request.hasNumbers,
            width: request.width)
        layout.text.numbers = content.lines.map { _ in 0 }
        for index in 0..<shown.count where layout.lines.count < Self.lineLimit {
            let text = String(decoding: shown[index], as: UTF8.self)
            let isEnded = text.utf8.last == 0x0A
            let lines = DisplayText.lines(isEnded ? String(text.dropLast()) : text)
            layout.add(lines.map { Self.line($0) }, number: index + 1)
        }
        content.lines += layout.lines
        content.text = layout.text
        guard layout.count < shown.count || shown.bytes.count < bytes.count else { return }
        let path = content.path ?? ""
        content.lines.append(
            StyledLine("… the rest: session cat \(file) \(request.point):\(path)", "2"))
        content.text?.numbers.append(0)
    }
}

/// The lines of a file behind their numbers and marks, wrapped.
private struct FileLayout {
    private(set) var lines: [StyledLine] = []
    var text = FileText()
    /// Lines of the file so far.
    private(set) var count = 0
    /// Lines above which some were removed.
    private var gaps: Set<Int> = []
    private let digits: Int
    private let hasMarks: Bool
    private let width: Int

    init(count: Int, change: LineDiff?, hasNumbers: Bool, width: Int) {
        digits = hasNumbers ? String(count).count : 0
        hasMarks = change != nil
        for edit in change?.edits ?? [] {
            text.changed.formUnion(edit.new.map { $0 + 1 })
            if edit.new.isEmpty { gaps.insert(min(edit.new.lowerBound + 1, count)) }
        }
        let gutter = (hasNumbers ? digits + 1 : 0) + (hasMarks ? 2 : 0)
        // The text comes first where there is no room for both.
        text.gutter = gutter * 3 > width ? 0 : gutter
        self.width = max(1, width - text.gutter)
    }

    /// - Parameter parts: a line; several where something in it breaks lines on a screen.
    mutating func add(_ parts: [StyledLine], number: Int) {
        count += 1
        for (index, line) in parts.flatMap({ $0.wrapped(to: width) }).enumerated() {
            var shown = gutter(number, isFirst: index == 0)
            shown.append(line)
            lines.append(shown)
            text.numbers.append(number)
        }
    }

    private func gutter(_ number: Int, isFirst: Bool) -> StyledLine {
        guard text.gutter > 0, isFirst else {
            return StyledLine(String(repeating: " ", count: text.gutter))
        }
        var line = StyledLine()
        let isChanged = text.changed.contains(number)
        if digits > 0 {
            line.append(
                DisplayText.pad("\(number)", to: digits, right: true), isChanged ? "32" : "2")
            line.append(" ")
        }
        if hasMarks {
            let mark = isChanged ? "+" : gaps.contains(number) ? "-" : " "
            line.append(mark + " ", isChanged ? "1;32" : "1;31")
        }
        return line
    }
}
