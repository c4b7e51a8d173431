import Foundation

/// Building the tree.
enum Build {
    struct Failed {
        let path: String
        let line: Int
    }

    /// Where a module does not compile; empty where it does.
    static func errors(of module: String, in root: String) throws -> [Failed] {
        let (status, output) = try swift(["build", "--target", module], in: root)
        if status == 0 { return [] }
        let place = #/(?m)^(\/\S+\.swift):(\d+):\d+: error: /#
        let found = output.matches(of: place).compactMap { match -> Failed? in
            guard match.1.hasPrefix(root), let line = Int(match.2) else { return nil }
            return Failed(path: String(match.1.dropFirst(root.count + 1)), line: line)
        }
        guard !found.isEmpty else { throw Failure("\(module) cannot be built:\n\(output)") }
        return found
    }

    static func everything(_ root: String) throws {
        let (status, output) = try swift(["build", "--build-tests"], in: root)
        guard status == 0 else {
            throw Failure("the tests cannot be built:\n\(output.suffix(4000))")
        }
    }

    private static func swift(
        _ arguments: [String], in root: String
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["swift"] + arguments
        process.currentDirectoryURL = URL(filePath: root)
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
