internal import Crypto
import Foundation
import SessionStore

/// What sessions belong together by: the folder that the work was done in, or, of a tool that does
/// not say where it worked, the tool.
enum Project: Hashable, Sendable {
    case folder(String)
    case tool(String)

    /// Two of them are one where nothing but their writing differs.
    init(folder: String) {
        var path = folder.precomposedStringWithCanonicalMapping
        while path.count > 1, path.hasSuffix("/") || path.hasSuffix("\\") { path.removeLast() }
        self = .folder(path)
    }

    /// As Schemas/import-1.md has it.
    var json: JSON {
        switch self {
        case .folder(let path): ["folder": .string(path)]
        case .tool(let name): ["format": .string(name)]
        }
    }

    init?(_ json: JSON) {
        if let path = json["folder"]?.string {
            self = .folder(path)
        } else if let name = json["format"]?.string {
            self = .tool(name)
        } else {
            return nil
        }
    }
}

extension Project {
    /// A name for its folder that people know it by, and that every file system takes.
    var name: String {
        switch self {
        case .tool(let name): Self.safe(name)
        case .folder(let path): Self.safe(Self.last(of: path))
        }
    }

    /// The same, told from every other project: another one may have the name already.
    var ownName: String {
        let bytes = SHA256.hash(data: json.bytes)
        let digits = EventDigest(Array(bytes))?.description.prefix(8) ?? ""
        return "\(name)-\(digits)"
    }

    /// The last part of a path, also of one that was written on Windows.
    private static func last(of path: String) -> String {
        let isWindows = path.prefixMatch(of: #/[A-Za-z]:\\|\\\\/#) != nil
        let parts = path.split { $0 == "/" || isWindows && $0 == "\\" }
        return parts.last.map(String.init) ?? ""
    }

    private static let longest = 60

    private static func safe(_ name: String) -> String {
        let plain = name.precomposedStringWithCanonicalMapping.map { letter -> Character in
            letter.isLetter || letter.isNumber || "-_. ".contains(letter) ? letter : "-"
        }
        var short = String(plain.drop { ". ".contains($0) }.prefix(longest))
        while short.utf8.count > 3 * longest { short.removeLast() }
        while let last = short.last, ". ".contains(last) { short.removeLast() }
        return short.isEmpty ? "root" : short
    }
}
