/// The text of a context as a model is given it.
///
/// Files stand between tags and never in code fences, which a file may hold itself.
package struct ContextText {
    private var parts: [String] = []

    /// - Parameter base: the revision of the context that this one builds on; nil: of none.
    package init(base: Revision?) {
        if let base {
            parts.append("What changed since the context at revision \(base), which still holds.")
        }
    }

    package var text: String { parts.joined(separator: "\n\n") + "\n" }

    package mutating func add(setup: String?, guidance: String?) {
        if let setup, !setup.isEmpty { parts.append("# Setup\n\n" + setup) }
        if let guidance, !guidance.isEmpty { parts.append("# Guidance\n\n" + guidance) }
    }

    /// - Parameters:
    ///   - change: what became of it since the context before.
    ///   - content: nil where it was removed, or is unknown.
    package mutating func add(file path: String, _ change: String?, _ content: [UInt8]?) {
        let mark = change.map { " change=\"\($0)\"" } ?? ""
        let name = path.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        let opening = "<file path=\"\(name)\"\(mark)"
        guard let content else { return parts.append(opening + "/>") }
        guard !content.contains(0), let text = String(validating: content, as: UTF8.self) else {
            return parts.append(opening + " binary=\"\(content.count) bytes\"/>")
        }
        parts.append(opening + ">\n" + text + (text.hasSuffix("\n") ? "" : "\n") + "</file>")
    }

    package mutating func add(unchanged count: Int) {
        guard count > 0 else { return }
        parts.append(
            count == 1
                ? "1 other file is as it was." : "\(count) other files are as they were.")
    }
}
