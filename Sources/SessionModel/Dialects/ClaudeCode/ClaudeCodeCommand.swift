/// A command as it stands in a prompt's place:
/// `<command-name>/compact</command-name><command-args>keep the plan</command-args>`, or of the
/// shell `<bash-input>make</bash-input>`.
enum ClaudeCodeCommand {
    /// How such a text begins. Commands that ask the model begin with what is shown meanwhile.
    static let marks = ["<command-name>", "<command-message>", "<bash-input>"]

    /// As a person typed it: `/compact keep the plan`, `!make`; nil: it is none.
    static func typed(_ text: String) -> String? {
        if let name = content(of: "command-name", in: text) {
            let arguments = content(of: "command-args", in: text) ?? ""
            let command = name.hasPrefix("/") ? name : "/" + name
            return arguments.isEmpty ? command : command + " " + arguments
        }
        return content(of: "bash-input", in: text).map { "!" + $0 }
    }

    /// What stands between the first such tag and its end, without blanks around it.
    private static func content(of tag: String, in text: String) -> String? {
        guard let start = text.firstRange(of: "<\(tag)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(tag)>")
        else { return nil }
        let inner = text[start.upperBound..<end.lowerBound].drop(while: \.isWhitespace)
        let last = inner.lastIndex { !$0.isWhitespace }
        return last.map { String(inner[...$0]) } ?? ""
    }
}
