/// A service of a user under systemd: systemd.service(5).
struct SystemdUnit {
    static let name = "session-keep.service"

    /// What it runs: an absolute path, and arguments.
    let command: [String]
    /// Variables that are set for it.
    let environment: [(name: String, value: String)]

    var text: String {
        let words = command.map { Self.quoted($0) }.joined(separator: " ")
        let variables = environment.map { name, value in
            "Environment=" + Self.quoted("\(name)=\(value)") + "\n"
        }
        // The colon has systemd leave dollar signs alone.
        return """
            # Written by session keep, which also takes it away: session keep --remove
            [Unit]
            Description=Keeps the sessions of AI tools

            [Service]
            ExecStart=:\(words)
            \(variables.joined())Restart=on-failure
            RestartSec=30
            Nice=10
            UMask=0077
            NoNewPrivileges=yes

            [Install]
            WantedBy=default.target

            """
    }

    /// A word as systemd.syntax(7) takes it back: what would end it or stand for something else is
    /// escaped.
    static func quoted(_ word: String) -> String {
        var text = "\""
        for scalar in word.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "%": text += "%%"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\u{0}"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\x" + (digits.count < 2 ? "0" : "") + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    /// What a unit runs that was written by this; nil: it is none of ours.
    static func command(in text: String) -> [String]? {
        let key = "ExecStart=:"
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else {
            return nil
        }
        var words: [String] = []
        var rest = line.dropFirst(key.count)
        while rest.first == "\"" {
            guard let word = word(&rest) else { return nil }
            words.append(word)
            rest = rest.drop { $0 == " " }
        }
        return words.isEmpty || !rest.isEmpty ? nil : words
    }

    private static func word(_ rest: inout Substring) -> String? {
        var scalars = Substring.UnicodeScalarView(rest.unicodeScalars.dropFirst())
        var word = String.UnicodeScalarView()
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"":
                rest = Substring(scalars)
                return String(word)
            case "%":
                guard scalars.popFirst() == "%" else { return nil }
                word.append("%")
            case "\\":
                guard let escaped = unescaped(&scalars) else { return nil }
                word.append(escaped)
            default: word.append(scalar)
            }
        }
        return nil
    }

    private static func unescaped(_ rest: inout Substring.UnicodeScalarView) -> Unicode.Scalar? {
        switch rest.popFirst() {
        case "n": return "\n"
        case "t": return "\t"
        case "x":
            let digits = String(rest.prefix(2))
            rest = rest.dropFirst(2)
            return UInt8(digits, radix: 16).map { Unicode.Scalar($0) }
        case let other?: return other
        case nil: return nil
        }
    }
}
