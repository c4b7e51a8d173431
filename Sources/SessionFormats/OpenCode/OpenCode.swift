import Foundation
import SessionStore

extension TranscriptFormat {
    /// A session in opencode's storage: a file for it, one for each message and each part.
    static let openCode = TranscriptFormat(
        OpenCode.name, title: "opencode", importer: OpenCode.self,
        exporter: DocumentExporter<OpenCode>.self, convertsOwn: false)
}

/// Sessions in opencode's storage: `session/PROJECT/ses_….json`, `message/SESSION/msg_….json` and
/// `part/MESSAGE/….json`.
enum OpenCode: DocumentFormat {
    typealias Reader = OpenCodeRecord

    static let shape = DocumentShape(records: [[]])
    static let places = [".local/share/opencode/storage/session"]

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        let outline = beginning.outline
        return ["id", "projectID", "directory"].allSatisfy { outline.has($0) }
            && !outline.has("role")
    }

    static func head(_ head: [(key: String, value: JSON)]) -> DocumentHead { DocumentHead([]) }

    static func id(of record: JSON) -> String? { record["id"]?.string }

    static func files(of transcript: String) throws -> [BundleFile]? {
        let own = URL(fileURLWithPath: transcript)
        let root = own.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        guard let session = read(own)?["id"]?.string else { return nil }
        var files = [BundleFile(name: nil, path: transcript)]
        for (file, message) in messages(of: session, in: root) {
            files.append(BundleFile(name: name(of: file, in: root), path: file.path))
            guard let id = message["id"]?.string, isName(id) else { continue }
            let folder = root.appendingPathComponent("part").appendingPathComponent(id)
            files += jsonFiles(in: folder).map {
                BundleFile(name: name(of: $0, in: root), path: $0.path)
            }
        }
        return files
    }

    static func companions(of transcript: String) -> [String] {
        ((try? files(of: transcript)) ?? []).dropFirst().map(\.path)
    }

    /// In the order in which they were said.
    private static func messages(of session: String, in root: URL) -> [(URL, JSON)] {
        guard isName(session) else { return [] }
        let folder = root.appendingPathComponent("message").appendingPathComponent(session)
        let all = jsonFiles(in: folder).map { ($0, read($0) ?? .null) }
        return all.enumerated().sorted { one, other in
            let times = [one, other].map { $0.element.1["time"]?["created"]?.double ?? 0 }
            return times[0] == times[1] ? one.offset < other.offset : times[0] < times[1]
        }.map(\.element)
    }

    private static func jsonFiles(in folder: URL) -> [URL] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
            .map { folder.appendingPathComponent($0) }
    }

    private static func read(_ file: URL) -> JSON? {
        guard LineReader.size(of: file.path) <= LineReader.longestLine,
            let data = FileManager.default.contents(atPath: file.path)
        else { return nil }
        return JSON(unchecked: Array(data))
    }

    private static func name(of file: URL, in root: URL) -> String {
        file.path.dropFirst(root.path.count + 1).description
    }

    /// Whether an id can be a folder's name: files may come from anywhere.
    private static func isName(_ id: String) -> Bool {
        !["", ".", ".."].contains(id) && !id.contains { "/\0".contains($0) }
    }
}
