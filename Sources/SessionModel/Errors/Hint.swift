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
        case text(String)
        case step(Step)
    }

    /// In the order to be said.
    public let parts: [Part]

    public init(parts: [Part]) { self.parts = parts }
    public init(stringLiteral text: String) { self.init(parts: [.text(text)]) }
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

    public static func + (left: Hint, right: Hint) -> Hint {
        Hint(parts: left.parts + right.parts)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { parts.append(.text(text)) }
        }

        public mutating func appendInterpolation(_ step: Step) { parts.append(.step(step)) }

        public mutating func appendInterpolation(_ hint: Hint) { parts += hint.parts }

        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            appendLiteral("\(value)")
        }
    }
}
