import Foundation
import Platform
import SessionStore
import Texts

/// Lets a person edit a conflict in an editor of theirs, between the usual markers.
struct MergeEditor {
    let labels: ThreeWayText.Labels
    var style = ThreeWayText.Style.merge
    /// The command, as a shell runs it.
    let command: String

    init(_ merge: Merge, isDiff3: Bool, environment: [String: String]) {
        labels = ThreeWayText.Labels(
            ours: "\(merge.ours.point)", theirs: "\(merge.theirs.point)")
        style = isDiff3 ? .diff3 : .merge
        command =
            [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }
            .first { !$0.isEmpty } ?? "vi"
    }

    /// The content as it was left; nil where the conflict holds no text that could be edited.
    ///
    /// - Throws: ``SessionError/Code/mergeUnresolved`` while markers remain, with the file in which
    ///   the text is kept.
    func edit(_ conflict: MergeConflict) throws -> [UInt8]? {
        guard let text = conflict.text(style) else { return nil }
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "session-merge-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let file = folder.appending(path: Self.fileName(of: conflict))
        try Data(text.text(labels)).write(to: file)
        do {
            try run(file.path)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
        let bytes = try MergeAnswers.bytes(file.path)
        let kept: Hint = "It is kept in \(file.path): finish it there, then "
        guard !ThreeWayText.hasMarkers(bytes, labels) else {
            throw SessionError(
                .mergeUnresolved, "\(conflict.name.text) still holds markers",
                hint: kept + "--file \(conflict.name.text)=\(file.path)")
        }
        if let problem = conflict.problem(with: .content(bytes)) {
            throw SessionError(
                .mergeUnresolved, "\(conflict.name.text) cannot become that: \(problem)",
                hint: kept + "--file \(conflict.name.text)=\(file.path)")
        }
        try? FileManager.default.removeItem(at: folder)
        return bytes
    }

    /// The file's own name, so that the editor knows the language.
    private static func fileName(of conflict: MergeConflict) -> String {
        guard conflict.kind == .fileChanged, let path = conflict.subject else {
            return "value.json"
        }
        let name = path.split(separator: "/").last.map { String($0) } ?? ""
        let isPlain =
            !name.isEmpty && name.utf8.count < 100 && !name.hasPrefix(".")
            && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isPlain ? name : "merge.txt"
    }

    private func run(_ path: String) throws {
        try Output.standard.flush()
        let program = TerminalProgram(
            ["/bin/sh", "-c", command + " \"$1\"", "sh", path],
            environment: ProcessInfo.processInfo.environment)
        let status = program?.wait() ?? 127
        guard status == 0 else {
            throw SessionError(
                .mergeUnresolved, "the editor ended with \(status)",
                hint: "It was run as: \(command) \(path)\nSet EDITOR to one that works.")
        }
    }
}
