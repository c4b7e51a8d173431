/// The three contents of a merge, and the search for what changed where.
///
/// The rules are those of git's xdiff (<https://git-scm.com/docs/git-merge-file>) at its level
/// "zealous", which takes two conflicts for one where no letter or digit, or at most three lines,
/// are between them.
struct ThreeWaySides {
    let base: TextLines
    let ours: TextLines
    let theirs: TextLines

    /// Lines of each side that belong together.
    struct Change {
        enum Kind { case ours, theirs, same, conflict }
        var kind: Kind
        var base: Range<Int>
        var ours: Range<Int>
        var theirs: Range<Int>
    }

    func regions(_ style: ThreeWayText.Style) -> [ThreeWayText.Region] {
        if base.bytes == theirs.bytes { return Self.region(ours.bytes) }
        if base.bytes == ours.bytes { return Self.region(theirs.bytes) }
        let found = changes(
            LineDiff(from: base, to: ours).edits, LineDiff(from: base, to: theirs).edits)
        return regions(of: style == .merge ? joined(found.flatMap(refined)) : found, style)
    }

    private static func region(_ bytes: [UInt8]) -> [ThreeWayText.Region] {
        bytes.isEmpty ? [] : [.clean(bytes)]
    }

    // MARK: What changed

    /// What each side changed, from top to bottom; changes that touch are one.
    private func changes(_ left: [LineDiff.Edit], _ right: [LineDiff.Edit]) -> [Change] {
        var list: [Change] = []
        var (left, right) = (left[...], right[...])
        while let ours = left.first, let theirs = right.first {
            if ours.old.upperBound < theirs.old.lowerBound {
                append(change(byUs: ours, before: theirs), to: &list)
                left.removeFirst()
            } else if theirs.old.upperBound < ours.old.lowerBound {
                append(change(byThem: theirs, before: ours), to: &list)
                right.removeFirst()
            } else {
                if !isSame(ours, theirs) { append(conflict(ours, theirs), to: &list) }
                let (ourEnd, theirEnd) = (ours.old.upperBound, theirs.old.upperBound)
                if ourEnd >= theirEnd { right.removeFirst() }
                if theirEnd >= ourEnd { left.removeFirst() }
            }
        }
        let end = LineDiff.Edit(
            old: base.count..<base.count, new: theirs.count..<theirs.count)
        for ours in left { append(change(byUs: ours, before: end), to: &list) }
        let ourEnd = LineDiff.Edit(old: base.count..<base.count, new: ours.count..<ours.count)
        for theirs in right { append(change(byThem: theirs, before: ourEnd), to: &list) }
        return list
    }

    /// Lines that one side changed and the other has as they were.
    private func change(byUs edit: LineDiff.Edit, before other: LineDiff.Edit) -> Change {
        let distance = other.new.lowerBound - other.old.lowerBound
        return Change(
            kind: .ours, base: edit.old, ours: edit.new, theirs: edit.old.moved(by: distance))
    }

    private func change(byThem edit: LineDiff.Edit, before other: LineDiff.Edit) -> Change {
        let distance = other.new.lowerBound - other.old.lowerBound
        return Change(
            kind: .theirs, base: edit.old, ours: edit.old.moved(by: distance), theirs: edit.new)
    }

    private func isSame(_ left: LineDiff.Edit, _ right: LineDiff.Edit) -> Bool {
        left.old == right.old && left.new.count == right.new.count
            && ours[left.new] == theirs[right.new]
    }

    /// Both edits, each widened to the lines of the base that the other one reaches.
    private func conflict(_ left: LineDiff.Edit, _ right: LineDiff.Edit) -> Change {
        let lower = min(left.old.lowerBound, right.old.lowerBound)
        let upper = max(left.old.upperBound, right.old.upperBound)
        func widened(_ edit: LineDiff.Edit) -> Range<Int> {
            let start = edit.new.lowerBound - (edit.old.lowerBound - lower)
            let end = edit.new.upperBound + (upper - edit.old.upperBound)
            return start..<end
        }
        return Change(
            kind: .conflict, base: lower..<upper, ours: widened(left), theirs: widened(right))
    }

    /// Changes of both sides that touch on either are a conflict.
    private func append(_ change: Change, to list: inout [Change]) {
        guard let last = list.last,
            change.ours.lowerBound <= last.ours.upperBound
                || change.theirs.lowerBound <= last.theirs.upperBound
        else { return list.append(change) }
        list[list.count - 1] = Change(
            kind: last.kind == change.kind ? last.kind : .conflict,
            base: last.base.lowerBound..<change.base.upperBound,
            ours: last.ours.lowerBound..<change.ours.upperBound,
            theirs: last.theirs.lowerBound..<change.theirs.upperBound)
    }

    // MARK: Cutting conflicts down

    /// A conflict as the parts of it that really differ.
    private func refined(_ change: Change) -> [Change] {
        guard change.kind == .conflict, !change.ours.isEmpty, !change.theirs.isEmpty else {
            return [change]
        }
        let edits = LineDiff(
            from: TextLines(Array(ours[change.ours])), to: TextLines(Array(theirs[change.theirs]))
        ).edits
        guard !edits.isEmpty else {
            var same = change
            same.kind = .same
            return [same]
        }
        return edits.map { edit in
            Change(
                kind: .conflict, base: change.base,
                ours: edit.old.moved(by: change.ours.lowerBound),
                theirs: edit.new.moved(by: change.theirs.lowerBound))
        }
    }

    /// Conflicts with too little between them to tell them apart, as one.
    private func joined(_ changes: [Change]) -> [Change] {
        var list: [Change] = []
        for change in changes {
            guard let last = list.last, last.kind == .conflict, change.kind == .conflict,
                isLittle(last.ours.upperBound..<change.ours.lowerBound)
            else {
                list.append(change)
                continue
            }
            list[list.count - 1].ours = last.ours.lowerBound..<change.ours.upperBound
            list[list.count - 1].theirs = last.theirs.lowerBound..<change.theirs.upperBound
        }
        return list
    }

    private func isLittle(_ lines: Range<Int>) -> Bool {
        lines.count <= 3 || !ours[lines].contains { $0.isLetterOrDigit }
    }

    // MARK: Regions

    private func regions(
        of changes: [Change], _ style: ThreeWayText.Style
    ) -> [ThreeWayText.Region] {
        var regions: [ThreeWayText.Region] = []
        var clean: [UInt8] = []
        var next = 0
        for change in changes where change.kind != .same {
            clean += ours[next..<change.ours.lowerBound]
            next = change.ours.upperBound
            switch change.kind {
            case .ours: clean += ours[change.ours]
            case .theirs: clean += theirs[change.theirs]
            default:
                regions += Self.region(clean) + [.conflict(conflict(change, style))]
                clean = []
            }
        }
        return regions + Self.region(clean + ours[next..<ours.count])
    }

    private func conflict(
        _ change: Change, _ style: ThreeWayText.Style
    ) -> ThreeWayText.Conflict {
        ThreeWayText.Conflict(
            base: style == .diff3 ? Array(base[change.base]) : nil, ours: Array(ours[change.ours]),
            theirs: Array(theirs[change.theirs]), endsInCRLF: endsInCRLF(change))
    }

    /// Whether all sides end their lines there in CR LF, as far as that can be told.
    private func endsInCRLF(_ change: Change) -> Bool {
        let found = [
            ours.endsInCRLF(max(change.ours.lowerBound - 1, 0)),
            theirs.endsInCRLF(max(change.theirs.lowerBound - 1, 0)), base.endsInCRLF(0),
        ]
        return !found.contains(false) && found[2] == true
    }
}

extension Range<Int> {
    fileprivate func moved(by distance: Int) -> Range<Int> {
        lowerBound + distance..<upperBound + distance
    }
}

extension TextLines {
    /// Whether a line ends in CR LF, or where it has no end, the one before; nil where neither
    /// tells.
    fileprivate func endsInCRLF(_ line: Int) -> Bool? {
        guard count > 0 else { return nil }
        let line = min(line, count - 1)
        guard self[line].last == 0x0A else { return line == 0 ? nil : endsInCRLF(line - 1) }
        return self[line].dropLast().last == 0x0D
    }
}
