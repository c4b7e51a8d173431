import Foundation
import PackagePlugin

/// Embeds what the target runs of `Schemas/`: the database's SQL into the log, that of a folder's
/// index into the index, the events' schemas into the model, the description of the HTTP interface
/// into the server; and the page into the server.
@main
struct EmbedFiles: BuildToolPlugin {
    private static func isRun(_ file: String, by target: String) -> Bool {
        let isOfIndex = file.hasPrefix("index-")
        switch target {
        case "EventLog": return file.hasSuffix(".sql") && !isOfIndex
        case "SessionIndex": return file.hasSuffix(".sql") && isOfIndex
        case "SessionServer": return file == "openapi.yaml"
        default: return file.hasSuffix(".schema.json")
        }
    }

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let schemas = context.package.directoryURL.appending(path: "Schemas")
        var commands = [
            try command("EmbeddedSchemas", schemas, context) { Self.isRun($0, by: target.name) }
        ]
        if target.name == "SessionServer" {
            let page = target.directoryURL.appending(path: "Page")
            let endings = [".html", ".css", ".js", ".svg", ".webmanifest"]
            commands.append(
                try command("EmbeddedPage", page, context) { file in
                    endings.contains { file.hasSuffix($0) }
                })
        }
        return commands
    }

    private func command(
        _ name: String, _ root: URL, _ context: PluginContext, _ isWanted: (String) -> Bool
    ) throws -> Command {
        let files = try FileManager.default.subpathsOfDirectory(atPath: root.path)
            .filter(isWanted).sorted().map { root.appending(path: $0) }
        let output = context.pluginWorkDirectoryURL.appending(path: "\(name).swift")
        return .buildCommand(
            displayName: "Embedding \(root.lastPathComponent)",
            executable: try context.tool(named: "embed-files").url,
            arguments: [name, root.path, output.path] + files.map(\.path),
            inputFiles: files, outputFiles: [output])
    }
}
