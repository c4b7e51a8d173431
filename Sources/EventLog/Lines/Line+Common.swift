package import SessionTerms

extension Line {
    /// The last revision that this line up to `through` and another up to `otherThrough` have in
    /// common; 0 where they share nothing. Cost: one step for each stretch.
    package func common(
        through: Revision, with other: Line, through otherThrough: Revision
    ) -> Revision {
        var common: Revision = 0
        let ours = segments(from: 1, through: through)
        let theirs = other.segments(from: 1, through: otherThrough)
        for (left, right) in zip(ours, theirs) {
            guard left.branch == right.branch,
                left.revisions.lowerBound == right.revisions.lowerBound
            else { break }
            common = min(left.revisions.upperBound, right.revisions.upperBound)
            guard left.revisions == right.revisions else { break }
        }
        return common
    }
}
