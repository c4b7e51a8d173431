/// Two contents that began as one, joined line by line.
///
/// ```swift
/// let merged = ThreeWayText(base: base, ours: ours, theirs: theirs)
/// merged.clean             // the joined content; nil where both changed the same lines
/// merged.text(labels)      // with the usual markers round what remains open
/// ```
///
/// What one side changed is taken, what both changed to the same is taken once, and what both
/// changed differently, or right beside each other, is a conflict. A conflict is cut down to the
/// lines that really differ, and two with nothing but a few lines between them are one. The result
/// is that of `git merge-file`, byte for byte (a test compares them).
public struct ThreeWayText: Sendable, Hashable {
    /// A stretch of the result, from top to bottom.
    public enum Region: Sendable, Hashable {
        case clean([UInt8])
        case conflict(Conflict)
    }

    /// Lines that the two sides changed differently.
    public struct Conflict: Sendable, Hashable {
        /// What stood there before; nil in a merge that cuts conflicts down, where it is not known
        /// line by line.
        public let base: [UInt8]?
        public let ours: [UInt8]
        public let theirs: [UInt8]
        /// Whether lines end in CR LF there, so that a marker's should, too.
        public let endsInCRLF: Bool
    }

    /// How conflicts are shown.
    public enum Style: Sendable, Hashable {
        /// Our lines and theirs, cut down to what differs.
        case merge
        /// Our lines, those of the base, and theirs, whole.
        case diff3
    }

    public let regions: [Region]

    /// - Cost: three line diffs.
    public init(base: [UInt8], ours: [UInt8], theirs: [UInt8], style: Style = .merge) {
        let sides = ThreeWaySides(
            base: TextLines(base), ours: TextLines(ours), theirs: TextLines(theirs))
        regions = sides.regions(style)
    }

    /// The joined content; nil where a conflict remains.
    public var clean: [UInt8]? {
        var bytes: [UInt8] = []
        for region in regions {
            guard case .clean(let part) = region else { return nil }
            bytes += part
        }
        return bytes
    }

    /// What a place that is open becomes.
    public enum Choice: Sendable, Hashable {
        case ours, theirs
        /// Our lines, then theirs.
        case both
    }

    /// The joined content, with every open place as it was chosen: with one choice for all of them
    /// what `git merge-file --ours`, `--theirs` or `--union` gives.
    ///
    /// - Parameter choose: is given the number of each place, from 1.
    public func resolved(_ choose: (_ place: Int) -> Choice) -> [UInt8] {
        var bytes: [UInt8] = []
        var place = 0
        for region in regions {
            switch region {
            case .clean(let part): bytes += part
            case .conflict(let conflict):
                place += 1
                bytes += conflict.lines(choose(place))
            }
        }
        return bytes
    }

    public var conflicts: [Conflict] {
        regions.compactMap { if case .conflict(let conflict) = $0 { conflict } else { nil } }
    }

    /// Whether a content is text that may be merged by lines: UTF-8, with no zero byte in its first
    /// 8,000 bytes.
    public static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.prefix(8000).contains(0) && String(validating: bytes, as: UTF8.self) != nil
    }
}

extension ThreeWayText.Conflict {
    fileprivate func lines(_ choice: ThreeWayText.Choice) -> [UInt8] {
        switch choice {
        case .ours: ours
        case .theirs: theirs
        case .both:
            ours.last.map { $0 == 0x0A } ?? true
                ? ours + theirs : ours + (endsInCRLF ? [0x0D, 0x0A] : [0x0A]) + theirs
        }
    }
}

extension ThreeWayText {
    /// What stands behind the markers: whose lines these are.
    public struct Labels: Sendable, Hashable {
        public var ours: String
        public var base: String
        public var theirs: String

        /// A line break in a label is left out.
        public init(ours: String, base: String = "base", theirs: String) {
            self.ours = Self.oneLine(ours)
            self.base = Self.oneLine(base)
            self.theirs = Self.oneLine(theirs)
        }

        private static func oneLine(_ text: String) -> String { text.filter { !$0.isNewline } }

        /// The lines that begin and end a conflict, without their ends.
        var edges: [[UInt8]] { [Array("<<<<<<< \(ours)".utf8), Array(">>>>>>> \(theirs)".utf8)] }
    }

    /// The result with conflicts between markers: `<<<<<<<`, in diff3 style `|||||||`, `=======`
    /// and `>>>>>>>`.
    public func text(_ labels: Labels) -> [UInt8] {
        var bytes: [UInt8] = []
        for region in regions {
            switch region {
            case .clean(let part): bytes += part
            case .conflict(let conflict): bytes += Self.marked(conflict, labels)
            }
        }
        return bytes
    }

    private static func marked(_ conflict: Conflict, _ labels: Labels) -> [UInt8] {
        let end: [UInt8] = conflict.endsInCRLF ? [0x0D, 0x0A] : [0x0A]
        func line(_ sign: Character, _ label: String?) -> [UInt8] {
            let marker = String(repeating: sign, count: 7) + (label.map { " " + $0 } ?? "")
            return Array(marker.utf8) + end
        }
        func whole(_ lines: [UInt8]) -> [UInt8] {
            lines.last.map { $0 == 0x0A } ?? true ? lines : lines + end
        }
        var bytes = line("<", labels.ours) + whole(conflict.ours)
        if let base = conflict.base { bytes += line("|", labels.base) + whole(base) }
        return bytes + line("=", nil) + whole(conflict.theirs) + line(">", labels.theirs)
    }

    /// Whether a text still holds a marker line with one of these labels.
    public static func hasMarkers(_ bytes: [UInt8], _ labels: Labels) -> Bool {
        let lines = TextLines(bytes)
        let edges = labels.edges
        return (0..<lines.count).contains { index in
            var line = lines[index]
            while let last = line.last, last == 0x0A || last == 0x0D { line = line.dropLast() }
            return edges.contains { line.elementsEqual($0) }
        }
    }
}
