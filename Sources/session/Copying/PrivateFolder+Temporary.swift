import Foundation
import SessionAnswers

extension PrivateFolder {
    /// One where this system has its temporary files.
    static func temporary() throws -> PrivateFolder {
        try PrivateFolder(
            in: FileManager.default.temporaryDirectory.path,
            id: ProcessInfo.processInfo.globallyUniqueString)
    }
}
