/// What to do about an error or a finding: sentences, in which what is to be called stands as a
/// value, since a command, a program and a page each call it otherwise.
///
/// ```swift
/// let hint: Hint = "\(.branches) lists all branches."
/// hint.description                   // session.branches() lists all branches.
/// hint.worded { $0.commandLine }     // `session branch FILE` lists all branches.
/// ```
public struct Hint: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// A piece of a hint.
    public enum Part: Sendable, Hashable {
        /// Words that hold for every front end.
        case text(String)
        /// What each front end words.
        case step(Step)
    }

    /// In the order to be said.
    public let parts: [Part]

    public init(parts: [Part]) { self.parts = parts }
    public init(stringLiteral text: String) { self.init(parts: [.text(text)]) }
    /// Sentences with steps in them: `"\(.branches) lists all branches."`.
    public init(stringInterpolation: StringInterpolation) {
        self.init(parts: stringInterpolation.parts)
    }

    /// The hint as a front end says it.
    ///
    /// - Parameter word: the front end's way to name a step.
    public func worded(_ word: (Step) -> String) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .step(let step): word(step)
            }
        }.joined()
    }

    /// In calls of this library.
    public var description: String { worded(\.description) }

    /// One behind the other.
    public static func + (left: Hint, right: Hint) -> Hint {
        Hint(parts: left.parts + right.parts)
    }

    /// Collects the parts of a hint that is written as a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        /// How long it becomes does not matter: hints are short.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Words as they stand.
        public mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { parts.append(.text(text)) }
        }

        /// A step, which keeps its values.
        public mutating func appendInterpolation(_ step: Step) { parts.append(.step(step)) }

        /// All parts of another hint.
        public mutating func appendInterpolation(_ hint: Hint) { parts += hint.parts }

        /// Anything else as it describes itself.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            appendLiteral("\(value)")
        }
    }
}
