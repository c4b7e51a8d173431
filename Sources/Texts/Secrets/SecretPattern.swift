/// How one kind of secret is written: fixed characters, and what must stand around them.
struct SecretPattern: Sendable {
    /// What a mask and a report call it.
    let name: String
    /// The fixed characters.
    let word: [UInt8]
    /// Where in the word the second of the two characters stands by which the scan finds it.
    let anchor: Int
    /// Whether capitals count as small letters in the word.
    let ignoresCase: Bool
    let form: Form

    /// Where the secret is.
    enum Form: Sendable {
        /// The word and the run behind it.
        case key(SecretRun)
        /// The run right behind the word.
        case token(SecretRun)
        /// The run behind the word and what separates the two: quotes, spaces, `=` and `:`.
        case value(SecretRun)
        /// The word is the name of an Authorization header.
        case authorization
        /// The word begins one of our keys that sign.
        case signingKey(SecretRun)
        /// The word is the host of a web hook.
        case webhook(SecretRun)
        /// The word begins a PEM block.
        case block
        /// The word stands behind the password of a URL.
        case url
    }

    init(
        _ name: String, _ word: String, by anchor: String, ignoresCase: Bool = false, _ form: Form
    ) {
        self.name = name
        self.word = Array(word.utf8)
        let pair = Array(anchor.utf8)
        self.anchor =
            (self.word.first(pair, from: 0, within: self.word.count) ?? 0) + pair.count - 1
        self.ignoresCase = ignoresCase
        self.form = form
    }

    /// Whether the word stands at `start`.
    func stands(in bytes: [UInt8], at start: Int) -> Bool {
        bytes.starts(with: word, at: start, ignoringCase: ignoresCase)
            && (isFree || bytes.isBoundary(before: start))
    }

    /// Whether the word may stand within another.
    private var isFree: Bool {
        switch form {
        case .key, .token: false
        case .value, .authorization, .signingKey, .webhook, .block, .url: true
        }
    }
}

extension [UInt8] {
    /// Whether a word can begin at `start`: after anything but a letter, digit, `_` or `-`, or
    /// after the letter of a JSON escape such as `\n`.
    func isBoundary(before start: Int) -> Bool {
        guard start > 0 else { return true }
        let previous = self[start - 1]
        guard previous.isWordCharacter || previous == UInt8(ascii: "-") else { return true }
        return start > 1 && self[start - 2] == UInt8(ascii: "\\")
            && "nrtbf".utf8.contains(previous)
    }
}
