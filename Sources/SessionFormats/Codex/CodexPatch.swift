import SessionStore

/// A patch as `apply_patch` takes it: which files it adds, removes and changes.
struct CodexPatch {
    /// What is to become of one file.
    enum Change {
        case add([UInt8])
        case delete
        /// Pieces of the file, one behind the other, and the name it gets.
        case update([Hunk], movedTo: String?)
    }

    /// Lines that stand one behind the other, and what stands there then.
    struct Hunk {
        /// A line that stands somewhere before it.
        var heading: ArraySlice<UInt8>?
        var old: [ArraySlice<UInt8>] = []
        var new: [ArraySlice<UInt8>] = []
        /// Whether it ends the file.
        var isAtEnd = false
    }

    private(set) var files: [(path: String, change: Change)] = []

    /// The patches in a text, which may be a command that holds some; nil where there is none, or
    /// one that is not as the tool has them.
    init?(_ text: [UInt8]) {
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        while let start = lines.firstIndex(where: { Self.isBeginning($0) }) {
            lines = lines[(start + 1)...]
            guard takePatch(&lines) else { return nil }
        }
        if files.isEmpty { return nil }
    }

    private static func isBeginning(_ line: ArraySlice<UInt8>) -> Bool {
        // A command may stand before it on its line.
        trimmed(line).hasSuffix("*** Begin Patch")
    }

    private mutating func takePatch(_ lines: inout ArraySlice<ArraySlice<UInt8>>) -> Bool {
        while let line = lines.popFirst() {
            let words = Self.trimmed(line)
            if words.hasPrefix("*** End Patch") { return true }
            if let path = Self.path(words, behind: "*** Add File: ") {
                files.append((path, .add(Self.added(&lines))))
            } else if let path = Self.path(words, behind: "*** Delete File: ") {
                files.append((path, .delete))
            } else if let path = Self.path(words, behind: "*** Update File: ") {
                files.append((path, Self.updated(&lines)))
            } else if !words.isEmpty && !words.hasPrefix("*** Environment") {
                return false
            }
        }
        return false
    }

    /// The same without the files that the tool's answer does not list.
    func listed(in answer: [UInt8]) -> CodexPatch {
        let lines = answer.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        let names = Set(
            lines.filter { ["A ", "M ", "D "].contains($0.prefix(2)) }.map { $0.dropFirst(2) })
        var patch = self
        patch.files = files.filter { file in
            if case .update(_, let target?) = file.change, names.contains(target[...]) {
                return true
            }
            return names.contains(file.path[...])
        }
        return patch
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> String {
        var text = line
        while let last = text.last, [0x20, 0x09, 0x0D].contains(last) { text.removeLast() }
        return String(decoding: text.drop { $0 == 0x20 }, as: UTF8.self)
    }

    private static func path(_ words: String, behind mark: String) -> String? {
        words.hasPrefix(mark) ? String(words.dropFirst(mark.count)) : nil
    }

    private static func added(_ lines: inout ArraySlice<ArraySlice<UInt8>>) -> [UInt8] {
        var content: [UInt8] = []
        while let line = lines.first, line.first == UInt8(ascii: "+") {
            content += line.dropFirst() + [0x0A]
            lines.removeFirst()
        }
        return content
    }

    private static func updated(_ lines: inout ArraySlice<ArraySlice<UInt8>>) -> Change {
        var hunks: [Hunk] = []
        var target: String?
        while let line = lines.first {
            let words = trimmed(line)
            if let path = path(words, behind: "*** Move to: ") {
                target = path
            } else if words == "*** End of File" {
                if !hunks.isEmpty { hunks[hunks.count - 1].isAtEnd = true }
            } else if words.hasPrefix("*** ") {
                break
            } else if words == "@@" {
                hunks.append(Hunk())
            } else if words.hasPrefix("@@ ") {
                hunks.append(Hunk(heading: line.dropFirst(3)))
            } else {
                if hunks.isEmpty { hunks.append(Hunk()) }
                hunks[hunks.count - 1].take(line)
            }
            lines.removeFirst()
        }
        return .update(hunks.filter { !$0.old.isEmpty || !$0.new.isEmpty }, movedTo: target)
    }
}

extension CodexPatch.Hunk {
    /// An empty line stands for itself on both sides.
    mutating func take(_ line: ArraySlice<UInt8>) {
        let text = line.dropFirst()
        switch line.first {
        case UInt8(ascii: "-"): old.append(text)
        case UInt8(ascii: "+"): new.append(text)
        default:
            old.append(text)
            new.append(text)
        }
    }
}

extension CodexPatch {
    /// What a file holds behind an update; nil where the hunks do not fit it as they stand.
    ///
    /// The tool looks for lines that are alike, too. What it did then is not known from here.
    static func apply(_ hunks: [Hunk], to content: [UInt8]) -> [UInt8]? {
        var lines = content.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        var result: [ArraySlice<UInt8>] = []
        var next = 0
        for hunk in hunks {
            if let heading = hunk.heading {
                guard let at = lines[next...].firstIndex(of: heading) else { return nil }
                result += lines[next...at]
                next = at + 1
            }
            let at = hunk.old.isEmpty ? lines.count : place(of: hunk, in: lines, from: next)
            guard let at else { return nil }
            result += lines[next..<at] + hunk.new
            next = at + hunk.old.count
        }
        result += lines[next...]
        return result.flatMap { $0 + [0x0A] }
    }

    private static func place(
        of hunk: Hunk, in lines: [ArraySlice<UInt8>], from start: Int
    ) -> Int? {
        let last = lines.count - hunk.old.count
        guard start <= last else { return nil }
        let places = hunk.isAtEnd ? Array((start...last).reversed()) : Array(start...last)
        return places.first { lines[$0..<$0 + hunk.old.count].elementsEqual(hunk.old) }
    }

    /// What a file holds behind a unified diff; nil where its lines are not those of the file.
    static func apply(diff: [UInt8], to content: [UInt8]) -> [UInt8]? {
        var lines = content.split(separator: 0x0A, omittingEmptySubsequences: false)
        let endsWithBreak = lines.last?.isEmpty ?? false
        if endsWithBreak { lines.removeLast() }
        var result: [ArraySlice<UInt8>] = []
        var next = 0
        var lacksBreak = !endsWithBreak
        for line in diff.split(separator: 0x0A, omittingEmptySubsequences: true) {
            switch line.first {
            case UInt8(ascii: "@"):
                guard let start = oldStart(line), start >= next, start <= lines.count else {
                    return nil
                }
                result += lines[next..<start]
                next = start
            case UInt8(ascii: "+"):
                result.append(line.dropFirst())
                lacksBreak = false
            case UInt8(ascii: "\\"): lacksBreak = true
            default:
                guard next < lines.count, lines[next] == line.dropFirst() else { return nil }
                if line.first == UInt8(ascii: " ") { result.append(lines[next]) }
                next += 1
            }
        }
        if next < lines.count { lacksBreak = !endsWithBreak }
        result += lines[next...]
        let text = Array(result.joined(separator: [0x0A]))
        return lacksBreak || result.isEmpty ? text : text + [0x0A]
    }

    /// Where a hunk begins, counted from 0: `@@ -3,2 +3,4 @@`.
    private static func oldStart(_ line: ArraySlice<UInt8>) -> Int? {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count > 2, words[1].hasPrefix("-") else { return nil }
        let numbers = words[1].dropFirst().split(separator: ",").map { Int($0) }
        guard let first = numbers.first ?? nil else { return nil }
        // An empty range names the line before it.
        return numbers.count > 1 && numbers[1] == 0 ? first : max(0, first - 1)
    }
}
