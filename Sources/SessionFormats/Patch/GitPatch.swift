public import SessionStore
internal import Texts

/// Changes of files in git's form of a patch, which `git apply` and GNU patch take: content byte
/// for byte, modes, renames, and what is no text as a literal. Names are where a checkout would
/// place the files, so that the patch applies to one.
public struct GitPatch: Sendable {
    private let names: [[UInt8]: [UInt8]]
    /// Files that have no place, and why.
    private let leftOut: [[UInt8]: String]

    /// A patch of these files and no others.
    public init(_ placement: FilePlacement) {
        names = Dictionary(
            uniqueKeysWithValues: placement.places.map {
                (Array($0.path.utf8), Array($0.names.joined(separator: "/").utf8))
            })
        leftOut = Dictionary(
            uniqueKeysWithValues: placement.leftOut.map { (Array($0.path.utf8), $0.reason) })
    }

    /// Of all files that are there at one of two moments.
    ///
    /// - Parameter root: the recorded folder that is the top; nil: see ``FilePlacement``.
    public init(_ difference: Difference, in session: Session, root: String?) async throws {
        var paths: [String] = []
        var seen: Set<[UInt8]> = []
        for side in [difference.from, difference.to] {
            for file in try await session.files(at: side.point.moment)
            where seen.insert(Array(file.path.utf8)).inserted {
                paths.append(file.path)
            }
        }
        var folder = try await session.setting("cwd", at: difference.to.point.moment)
        if folder == nil {
            folder = try await session.setting("cwd", at: difference.from.point.moment)
        }
        self.init(FilePlacement(of: paths, workingFolder: folder?.value.string, root: root))
    }

    /// One side of a change.
    private struct Side {
        let name: [UInt8]
        let mode: String
        let bytes: [UInt8]

        var isLink: Bool { mode == "120000" }
    }

    /// - Returns: the change; lines that are no part of a patch where it cannot be told as one.
    public func bytes(_ file: FileDifference, _ diff: UnifiedDiff?) -> [UInt8] {
        let problem = [file.old, file.new].compactMap { $0 }.compactMap { state in
            leftOut[Array(state.path.utf8)] ?? state.reasonUnknown
        }.first
        guard problem == nil, let diff else {
            let text = "\(file.path) is not in this patch: \(problem ?? "its content is unknown")"
            return text.utf8.flatMap(Self.escaped) + [0x0A]
        }
        let old = side(file.old, diff.old)
        let new = side(file.new, diff.new)
        // A file that becomes a link is another one, as git has it.
        if let old, let new, old.isLink != new.isLink {
            return change(old, nil, UnifiedDiff(old: diff.old, new: TextLines([]), around: 0))
                + change(nil, new, UnifiedDiff(old: TextLines([]), new: diff.new, around: 0))
        }
        return change(old, new, diff)
    }

    private func side(_ state: FileState?, _ lines: TextLines) -> Side? {
        guard let state, let name = names[Array(state.path.utf8)] else { return nil }
        return Side(name: name, mode: state.mode, bytes: lines.bytes)
    }

    // MARK: One change

    private func change(_ old: Side?, _ new: Side?, _ diff: UnifiedDiff) -> [UInt8] {
        guard let first = old ?? new, let last = new ?? old else { return [] }
        var text: [UInt8] = []
        func add(_ word: String, _ rest: [UInt8] = []) { text += Array(word.utf8) + rest + [0x0A] }
        add("diff --git ", Self.quoted("a/", first.name) + [0x20] + Self.quoted("b/", last.name))
        switch (old, new) {
        case (nil, let new?): add("new file mode \(new.mode)")
        case (let old?, nil): add("deleted file mode \(old.mode)")
        case (let old?, let new?):
            if old.mode != new.mode { add("old mode \(old.mode)\nnew mode \(new.mode)") }
            if old.name != new.name {
                add("rename from ", Self.quoted("", old.name))
                add("rename to ", Self.quoted("", new.name))
            }
        default: break
        }
        if old?.bytes != new?.bytes {
            let mode = old?.mode == new?.mode ? " \(last.mode)" : ""
            add("index \(GitBinary.hash(old?.bytes))..\(GitBinary.hash(new?.bytes))\(mode)")
        }
        if diff.isBinary || diff.isCut {
            guard diff.old.bytes != diff.new.bytes else { return text }
            return text + GitBinary.patch(old?.bytes ?? [], new?.bytes ?? [])
        }
        let lines = diff.lines
        guard !lines.isEmpty else { return text }
        add("--- ", old.map { Self.header("a/", $0.name) } ?? Array("/dev/null".utf8))
        add("+++ ", new.map { Self.header("b/", $0.name) } ?? Array("/dev/null".utf8))
        for line in lines { text += Array(String(line.sign).utf8) + line.bytes + [0x0A] }
        return text
    }

    /// A tab ends a name with spaces, as git writes it for GNU patch.
    private static func header(_ prefix: String, _ name: [UInt8]) -> [UInt8] {
        let quoted = quoted(prefix, name)
        return quoted.first != UInt8(ascii: "\"") && name.contains(0x20) ? quoted + [0x09] : quoted
    }

    /// A name as git writes it: in quotes, as C has strings, where a line could not hold it.
    private static func quoted(_ prefix: String, _ name: [UInt8]) -> [UInt8] {
        let plain = Array(prefix.utf8) + name
        let quoted: [UInt8] = plain.flatMap(escaped)
        return quoted == plain ? plain : [0x22] + quoted + [0x22]
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        let zero = UInt8(ascii: "0")
        switch byte {
        case 0x22, 0x5C: return [0x5C, byte]
        case 0..<0x20, 0x7F:
            return [0x5C, zero + (byte >> 6), zero + (byte >> 3 & 7), zero + (byte & 7)]
        default: return [byte]
        }
    }
}
