import Foundation
import SessionStore

/// The file that a key's text is in, as verbs name it.
enum KeyFile {
    /// The text of a key: of the file of that name, or the argument itself where it is a key.
    ///
    /// - Throws: ``SessionError/Code/fileNotFound``.
    static func text(_ argument: String) throws -> String {
        if let data = FileManager.default.contents(atPath: argument), data.count < 4096 {
            return String(decoding: data, as: UTF8.self)
        }
        guard argument.contains("+") else {
            throw SessionError(
                .fileNotFound, "\(argument) cannot be read",
                hint: "`session key NAME` makes a pair of keys: NAME.key and NAME.key.pub.")
        }
        return argument
    }
}
