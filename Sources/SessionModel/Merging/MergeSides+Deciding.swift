/// What becomes of one subject in a merge.
enum MergeDecision: Sendable, Hashable {
    /// It stays as it is.
    case kept
    /// Both sides changed it to the same value.
    case agreed
    /// It gets the value that it has on their side: an event that stands for theirs.
    case taken
    /// It goes, since it is not there on their side, where no event says so.
    case removed
    /// It gets a content made of both sides': an event of its own.
    case written(MergedFile)
    case conflict(MergeConflict.Reason)
}

extension MergeSides {
    /// Decides over all subjects that are not the same on both sides. A file that one side renamed
    /// and the other changed is changed under its new name.
    ///
    /// - Returns: the subjects, in the order given, as they were compared, each with its decision.
    static func decide(
        _ list: [MergeSides]
    ) -> [(sides: MergeSides, decision: MergeDecision)] {
        joiningRenames(list).map { ($0, $0.decision) }
    }

    var decision: MergeDecision {
        if MergeValue.isSame(ours, theirs) {
            let changed = bases.contains { !MergeValue.isSame($0, ours) }
            return changed ? result(ours, otherwise: .agreed) : result(ours, otherwise: .kept)
        }
        if hasSeveralBases {
            let isSeen = bases.contains { $0?.sighting != nil }
            return .conflict(isSeen ? .seenDifferently : .severalBases)
        }
        if MergeValue.isSame(theirs, base) { return result(ours, otherwise: .kept) }
        if MergeValue.isSame(ours, base) {
            guard theirs != nil else { return kind == .titleChanged ? .kept : .removed }
            return result(theirs, otherwise: .taken)
        }
        guard kind == .fileChanged else { return .conflict(.value) }
        if ours?.isRemoved ?? true { return .conflict(.removedByUs) }
        if theirs?.isRemoved ?? true { return .conflict(.removedByThem) }
        guard let left = ours?.file, let right = theirs?.file else { return .conflict(.unknown) }
        if let base, !base.isRemoved, base.file == nil { return .conflict(.unknown) }
        switch FileMerge(base: base?.file, ours: left, theirs: right).outcome {
        case .conflict(let reason): return .conflict(reason)
        case .clean(let bytes, let mode):
            if bytes == left.bytes, mode == left.mode { return result(ours, otherwise: .kept) }
            if bytes == right.bytes, mode == right.mode { return result(theirs, otherwise: .taken) }
            return .written(MergedFile(content: bytes, mode: mode, renamedFrom: renamedFrom))
        }
    }

    /// A value that stands under another path has to be written under this one.
    private func result(
        _ value: MergeValue?, otherwise decision: MergeDecision
    ) -> MergeDecision {
        guard let value, !value.isOf(subject) else { return decision }
        guard let file = value.file else { return .conflict(.unknown) }
        if let theirs, theirs.isOf(subject), MergeValue.isSame(theirs, value) { return .taken }
        return .written(
            MergedFile(content: file.bytes, mode: file.mode, renamedFrom: renamedFrom))
    }

    /// Where the subject was before, where one side says that it was renamed.
    package var renamedFrom: String? {
        [ours, theirs].compactMap { $0 }.first { $0.isOf(subject) && $0.renamedFrom != nil }?
            .renamedFrom
    }

    // MARK: Renames

    /// Compares each file that one side renamed, under its new path, with what the other side made
    /// of it under the old one.
    private static func joiningRenames(_ list: [MergeSides]) -> [MergeSides] {
        var list = list
        var places: [[UInt8]: Int] = [:]
        for (index, sides) in list.enumerated() where sides.kind == .fileChanged {
            places[Array((sides.subject ?? "").utf8)] = index
        }
        for index in list.indices where list[index].kind == .fileChanged {
            guard list[index].base?.isRemoved ?? true, !list[index].hasSeveralBases,
                let source = list[index].renamedFrom,
                let old = places[Array(source.utf8)], old != index,
                list[old].base?.file != nil, !list[old].hasSeveralBases
            else { continue }
            join(index, with: old, in: &list)
        }
        return list
    }

    private static func join(_ new: Int, with old: Int, in list: inout [MergeSides]) {
        let (renamed, source) = (list[new], list[old])
        let (isOurs, isTheirs) = (renamed.ours?.file != nil, renamed.theirs?.file != nil)
        if isOurs, isTheirs {
            list[new].bases = source.bases
        } else if isTheirs, source.theirs?.isRemoved ?? false, let ours = source.ours,
            ours.file != nil, !MergeValue.isSame(ours, source.base)
        {
            (list[new].bases, list[new].ours) = (source.bases, ours)
            list[old].bases = [ours]
        } else if isOurs, source.ours?.isRemoved ?? false, let theirs = source.theirs,
            theirs.file != nil, !MergeValue.isSame(theirs, source.base)
        {
            (list[new].bases, list[new].theirs) = (source.bases, theirs)
            list[old].bases = [theirs]
        }
    }
}
