import Foundation
import Testing

/// Runs SQL on a session's file with Debian's sqlite3, as an attacker or an accident would.
func sqlite(_ path: String, _ sql: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sqlite3")
    process.arguments = [path, sql]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// Does the same with a trigger of the file out of the way, and back in its place afterwards.
func sqlite(_ path: String, without trigger: String, _ sql: String) throws {
    let text = try sqlite(path, "SELECT sql FROM sqlite_schema WHERE name = '\(trigger)'").output
    let run = try sqlite(path, "DROP TRIGGER \(trigger); \(sql); \(text);")
    try #require(run.status == 0, "\(run.output)")
}
