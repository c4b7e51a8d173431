import SessionStore

/// Which of a session's records make up a document, in its order: numbers in the order in which
/// they were written, as runs of numbers that follow each other.
struct RecordOrder: Equatable {
    private(set) var runs: [ClosedRange<Int>] = []

    init(_ numbers: [Int]) {
        for number in numbers {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
    }

    var numbers: [Int] { runs.flatMap { Array($0) } }

    /// As Schemas/import-1.md has it.
    var json: JSON {
        .array(runs.map { .array([.number($0.lowerBound), .number($0.upperBound)]) })
    }

    init?(_ json: JSON) {
        for run in json.elements {
            let ends = run.elements.compactMap(\.int)
            guard ends.count == 2, 0 <= ends[0], ends[0] <= ends[1], ends[1] < 1 << 32 else {
                return nil
            }
            runs.append(ends[0]...ends[1])
        }
    }
}
