import SessionStore

/// What an importer calls branches that its transcript has no names for.
extension Lanes {
    /// How many lines of the conversation there are: the number of the next one, from 0.
    var nextNumber: Int { all.count { $0.number != nil } }

    /// The name of a line of the conversation while it is not `main`.
    func ownName(_ number: Int) -> BranchName {
        let name = number == 0 ? "rewound-1" : "rewind-\(number)"
        let taken = byName[BranchName(rawValue: name)] != nil
        return taken ? freeName(name) : BranchName(rawValue: name)
    }

    func freeName(_ stem: String) -> BranchName {
        var number = 1
        while byName[BranchName(rawValue: "\(stem)-\(number)")] != nil { number += 1 }
        return BranchName(rawValue: "\(stem)-\(number)")
    }

    /// Gives the name `main` to the branch where the conversation stands.
    ///
    /// The names depend on the lanes and the tip alone, not on how often an import was cut: the
    /// first line is `rewound-1` while it is not `main`, the others have the name of their fork. A
    /// branch called `main` that a person made stays.
    mutating func nameTip(_ writer: some TranscriptWriter) throws {
        guard self[tip].name != .main, !self[tip].isSidechain else { return }
        if let holder = byName[.main] {
            guard let number = self[holder].number else { return }
            try rename(holder, to: ownName(number), writer)
        }
        try rename(tip, to: .main, writer)
    }
}
