import Foundation
import PackagePlugin

/// Embeds the part of `Schemas/` that the target runs: the database's SQL into the log, that of a
/// folder's index into the index, the events' schemas into the model, the description of the HTTP
/// interface into the server.
@main
struct EmbedSchemas: BuildToolPlugin {
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
        let root = context.package.directoryURL.appending(path: "Schemas")
        let files = try FileManager.default.subpathsOfDirectory(atPath: root.path)
            .filter { Self.isRun($0, by: target.name) }
            .sorted()
            .map { root.appending(path: $0) }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedSchemas.swift")
        return [
            .buildCommand(
                displayName: "Embedding Schemas",
                executable: try context.tool(named: "embed-schemas").url,
                arguments: [root.path, output.path] + files.map(\.path),
                inputFiles: files,
                outputFiles: [output])
        ]
    }
}
