import SessionAnswers
import SessionStore

/// Says what came over from another copy.
struct BringPage {
    /// The other copy.
    let file: String

    func lines(_ brought: BringReport) -> [String] {
        var lines = [line(brought)]
        for other in brought.others where !other.isNothing {
            lines.append(line(other) + ", which was merged there")
        }
        if brought.erased > 0 {
            lines.append(
                "\(Counts.of(brought.erased, "event")) erased here, as in "
                    + DisplayText.oneLine(file))
        }
        return lines
    }

    private func line(_ brought: BringReport) -> String {
        let theirs = DisplayText.oneLine("\(brought.theirs) of \(file)")
        let ours = DisplayText.oneLine("\(brought.branch)")
        guard brought.events > 0 else {
            return brought.isNew
                ? "\(theirs) is \(ours) here, at \(brought.head)"
                : "\(theirs): everything is here, on \(ours)"
        }
        let events = Counts.of(brought.events, "event")
        return brought.isNew
            ? "\(theirs): \(events) behind revision \(brought.shared), as the new branch \(ours)"
            : "\(theirs): \(events) behind revision \(brought.shared), \(ours) is at "
                + "\(brought.head)"
    }
}
