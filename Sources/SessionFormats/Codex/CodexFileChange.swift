internal import JSONText
import SessionStore

/// The new state of a file, as a patch tells it that went through.
struct CodexFileChange {
    var path: String
    var change: FileChanged
    /// The content where no place in the record holds it.
    var content: [UInt8]?
}

/// What files hold on each lane, as far as patches told it: a later patch changes that.
struct CodexFiles {
    private struct Place: Hashable {
        let lane: Int
        let path: String
    }

    private var contents: [Place: [UInt8]] = [:]
    /// In the order in which they were put in.
    private var order: [Place] = []
    private var bytes = 0

    /// Bytes of contents that are kept; the oldest go first.
    private static let limit = 8 << 20

    static let unknown = "the transcript does not tell what the file held before the patch"

    private mutating func keep(_ content: [UInt8]?, of path: String, on lane: Int) {
        let place = Place(lane: lane, path: path)
        if let old = contents.removeValue(forKey: place) {
            bytes -= old.count
            order.removeAll { $0 == place }
        }
        guard let content, content.count <= Self.limit else { return }
        contents[place] = content
        order.append(place)
        bytes += content.count
        while bytes > Self.limit {
            bytes -= contents.removeValue(forKey: order.removeFirst())?.count ?? 0
        }
    }

    /// Begins a lane where another one stands.
    mutating func fork(_ lane: Int, from parent: Int) {
        for place in order where place.lane == parent {
            keep(contents[place], of: place.path, on: lane)
        }
    }

    private mutating func moved(
        _ path: String, to target: String?, _ content: [UInt8]?, on lane: Int
    ) -> [CodexFileChange] {
        let place = target ?? path
        if target != nil { keep(nil, of: path, on: lane) }
        keep(content, of: place, on: lane)
        let change = FileChanged(
            renamedFrom: target == nil ? nil : path,
            unknown: content == nil ? Self.unknown : nil)
        let new = CodexFileChange(path: place, change: change, content: content)
        return target == nil ? [new] : [removal(of: path), new]
    }

    private func removal(of path: String) -> CodexFileChange {
        CodexFileChange(path: path, change: FileChanged(isRemoved: true), content: nil)
    }
}

extension CodexFiles {
    /// What a patch does to files, one after the other.
    ///
    /// - Parameter folder: what its paths are relative to.
    mutating func apply(
        _ patch: CodexPatch, in folder: String?, on lane: Int
    ) -> [CodexFileChange] {
        patch.files.flatMap { file -> [CodexFileChange] in
            let path = Self.path(file.path, in: folder)
            switch file.change {
            case .add(let content):
                keep(content, of: path, on: lane)
                return [CodexFileChange(path: path, change: FileChanged(), content: content)]
            case .delete:
                keep(nil, of: path, on: lane)
                return [removal(of: path)]
            case .update(let hunks, let target):
                let old = contents[Place(lane: lane, path: path)]
                return moved(
                    path, to: target.map { Self.path($0, in: folder) },
                    old.flatMap { CodexPatch.apply(hunks, to: $0) }, on: lane)
            }
        }
    }

    /// The same of what the tool noted itself: `{PATH: {type, content | unified_diff, …}}`.
    ///
    /// - Parameter place: where it stands in the record.
    mutating func apply(
        _ changes: JSON, at place: String, in folder: String?, on lane: Int
    ) -> [CodexFileChange] {
        changes.members.flatMap { name, noted -> [CodexFileChange] in
            let path = Self.path(name, in: folder)
            switch noted["type"]?.string {
            case "add":
                guard let content = noted["content"]?.utf8 else { return [] }
                keep(content, of: path, on: lane)
                let pointer = "\(place)/\(Self.escaped(name))/content"
                let change = FileChanged(derivation: FileDerivation(content: pointer))
                return [CodexFileChange(path: path, change: change)]
            case "delete":
                keep(nil, of: path, on: lane)
                return [removal(of: path)]
            case "update":
                let old = contents[Place(lane: lane, path: path)]
                let diff = noted["unified_diff"]?.utf8
                let target = noted["move_path"]?.string.map { Self.path($0, in: folder) }
                let new = old.flatMap { old in
                    diff.flatMap { CodexPatch.apply(diff: $0, to: old) }
                }
                return moved(path, to: target, new, on: lane)
            default: return []
            }
        }
    }

    /// A step of a JSON pointer (RFC 6901).
    private static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// An absolute path, with `.` and `..` taken out.
    static func path(_ path: String, in folder: String?) -> String {
        let whole = path.hasPrefix("/") || folder == nil ? path : "\(folder ?? "")/\(path)"
        guard whole.hasPrefix("/") else { return whole }
        var parts: [Substring] = []
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
