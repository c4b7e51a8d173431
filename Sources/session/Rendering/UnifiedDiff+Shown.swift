import SessionAnswers
import SessionFormats

extension UnifiedDiff.Line {
    /// The line as text that is safe for a terminal. Bytes that are no UTF-8 are shown as `<E9>`,
    /// so that lines which differ look different.
    var shown: String {
        let text =
            String(validating: bytes, as: UTF8.self)
            ?? bytes.map { byte in
                byte < 0x80
                    ? String(UnicodeScalar(byte)) : "<\(String(byte, radix: 16, uppercase: true))>"
            }.joined()
        return String(sign) + DisplayText.lines(text).joined(separator: " ")
    }

    func painted(_ style: Style) -> String {
        switch sign {
        case "@": style.cyan(shown)
        case "-": style.red(shown)
        case "+": style.green(shown)
        case "\\": style.dim(shown)
        default: shown
        }
    }
}
