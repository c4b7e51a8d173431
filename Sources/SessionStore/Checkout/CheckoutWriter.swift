internal import Platform
internal import SessionModel

/// Writes placed files one by one and remembers what became of each.
struct CheckoutWriter {
    /// nil: nothing is written.
    private let folder: GuardedFolder?
    private var files: [[UInt8]: FileState] = [:]
    /// Links that were made here; they lead inside.
    private var links: Set<[UInt8]> = []
    private(set) var written: [Checkout.Written] = []
    private(set) var leftOut: [FilePlacement.LeftOut] = []

    init(folder: GuardedFolder?, files: [FileState]) {
        self.folder = folder
        for file in files { self.files[Array(file.path.utf8)] = file }
    }

    /// The files that the log still has, though others were renamed from them since: they take no
    /// place, which the renamed one may need for a folder.
    static func renamedAway(_ files: [FileState]) -> [FilePlacement.LeftOut] {
        var renamed: [[UInt8]: FileState] = [:]
        for file in files {
            guard let source = file.change.renamedFrom, !source.utf8.elementsEqual(file.path.utf8)
            else { continue }
            renamed[Array(source.utf8)] = file
        }
        return files.compactMap { file in
            guard let new = renamed[Array(file.path.utf8)], file.revision < new.revision else {
                return nil
            }
            return FilePlacement.LeftOut(path: file.path, reason: "it was renamed to \(new.path)")
        }
    }

    /// Links come last, when all folders that they may lead to are there.
    func ordered(_ places: [FilePlacement.Place]) -> [FilePlacement.Place] {
        let isLink = { (place: FilePlacement.Place) in
            files[Array(place.path.utf8)]?.isLink ?? false
        }
        return places.filter { !isLink($0) } + places.filter(isLink)
    }

    mutating func write(
        _ place: FilePlacement.Place, content: (FileState) async throws -> [UInt8]
    ) async throws {
        guard let file = files[Array(place.path.utf8)] else { return }
        do {
            if let reason = file.reasonUnknown {
                throw GuardedFolder.Obstacle(
                    reason: "its content is unknown: \(reason)"
                        + (file.sighting.map { " (\($0.point))" } ?? ""))
            }
            try refuseSession(place)
            let bytes = try await content(file)
            try write(bytes, file, place)
            written.append(
                Checkout.Written(
                    path: place.path, place: place.names.joined(separator: "/"), size: bytes.count,
                    mode: file.mode, sighting: file.sighting))
        } catch let obstacle as GuardedFolder.Obstacle {
            leaveOut(place, obstacle.reason)
        } catch let refusal as LinkTarget.Refusal {
            leaveOut(place, refusal.reason)
        }
    }

    private mutating func leaveOut(_ place: FilePlacement.Place, _ reason: String) {
        leftOut.append(FilePlacement.LeftOut(path: place.path, reason: reason))
    }

    private mutating func write(
        _ bytes: [UInt8], _ file: FileState, _ place: FilePlacement.Place
    ) throws {
        guard file.isLink else {
            try folder?.write(bytes, to: place.names, isExecutable: file.mode == "100755")
            return
        }
        let target = try LinkTarget(bytes, in: Array(place.names.dropLast()))
        try refuseDetour(target)
        try folder?.link(to: target.text, at: place.names)
        links.insert(Self.key(place.names))
    }

    /// A link that was in the folder before may lead outside, so nothing may lead through it.
    private func refuseDetour(_ target: LinkTarget) throws {
        for count in stride(from: 1, through: target.names.count, by: 1) {
            let names = Array(target.names.prefix(count))
            if folder?.kind(at: names) == .link, !links.contains(Self.key(names)) {
                throw GuardedFolder.Obstacle(
                    reason: "the link leads through another link, \(names.joined(separator: "/"))")
            }
        }
    }

    /// Another process may have it open, and its log would be lost.
    private func refuseSession(_ place: FilePlacement.Place) throws {
        let name = place.names.last ?? ""
        guard name.hasSuffix(".session") || name.contains(".session-"),
            let folder, folder.kind(at: place.names) != .missing
        else { return }
        throw GuardedFolder.Obstacle(reason: "a session has its place, and is never replaced")
    }

    private static func key(_ names: [String]) -> [UInt8] {
        Array(names.map { Array($0.utf8) }.joined(separator: [0x2F]))
    }
}
