internal import Foundation
internal import SessionStore

/// A folder of its own below one for temporary files.
struct TemporaryPlace {
    let path: String

    init(in parent: String) throws {
        var name = Array("\(parent)/session-bisect-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw SessionError(
                .noPermission, "no folder can be made in \(parent)",
                hint: "Name another one: TMPDIR=/var/tmp session bisect …")
        }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// With whatever a command left in it, folders that nobody may write included.
    func remove() {
        let files = FileManager.default
        if (try? files.removeItem(atPath: path)) != nil { return }
        let names = files.enumerator(atPath: path)
        while let name = names?.nextObject() as? String {
            guard names?.fileAttributes?[.type] as? FileAttributeType == .typeDirectory else {
                continue
            }
            try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(path)/\(name)")
        }
        try? files.removeItem(atPath: path)
    }
}
