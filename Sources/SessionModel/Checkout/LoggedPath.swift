/// A path as a log has it, taken apart byte by byte: a combining character behind a slash hides it
/// from Swift's characters, and not from the file system.
struct LoggedPath {
    let isAbsolute: Bool
    /// Names between the slashes, without empty ones and `.`.
    let names: [String]
    /// Why no file can be written there; nil: one can.
    let problem: String?
    /// Why not even a folder can be there.
    private let folderProblem: String?

    private static let nameLimit = 255
    private static let depthLimit = 128

    init(_ path: String) {
        let bytes = Array(path.utf8)
        let isWindows = Self.isWindows(bytes)
        isAbsolute = isWindows || bytes.first == UInt8(ascii: "/")
        let parts = bytes.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "/") || isWindows && $0 == UInt8(ascii: "\\")
        }.map { String(decoding: $0, as: UTF8.self) }
        names = parts.filter { !$0.isEmpty && $0 != "." }
        folderProblem = Self.problem(names, bytes)
        // A system that is asked for `ok/.` or `ok/` looks for a folder of that name.
        let isFolder = parts.last.map { $0.isEmpty || $0 == "." } ?? true
        problem = folderProblem ?? (isFolder ? "its path names a folder" : nil)
    }

    /// Whether it names a folder to start from.
    var isRoot: Bool { isAbsolute && (folderProblem == nil || names.isEmpty) }

    static func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// `C:\x`, `C:/x`, `\\server\x`
    private static func isWindows(_ bytes: [UInt8]) -> Bool {
        let slashes = [UInt8(ascii: "/"), UInt8(ascii: "\\")]
        if bytes.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "\\")]) { return true }
        guard bytes.count > 2, bytes[1] == UInt8(ascii: ":"), slashes.contains(bytes[2]) else {
            return false
        }
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[0] | 0x20)
    }

    private static func problem(_ names: [String], _ bytes: [UInt8]) -> String? {
        if bytes.contains(0) { return "its path has a zero byte" }
        if names.contains("..") { return "its path leads upwards" }
        if names.isEmpty { return "its path names no file" }
        if let long = names.first(where: { $0.utf8.count > nameLimit }) {
            return "a name in its path has \(long.utf8.count) bytes, the most is \(nameLimit)"
        }
        if names.count > depthLimit { return "its path is more than \(depthLimit) folders deep" }
        if names.contains(where: { $0.lowercased() == ".git" }) {
            return "it lies in .git, where files can run programs"
        }
        return nil
    }
}
