import Foundation

/// A transcript of any length, in the format of Claude Code.
enum Transcript {
    /// - Returns: the path.
    @discardableResult
    static func write(records: Int, to path: String) throws -> String {
        let text = String(repeating: "Why does the build fail? ", count: 20)
        var lines = ""
        for index in 0..<records {
            let parent = index == 0 ? "null" : "\"\(id(index - 1))\""
            lines += """
                {"parentUuid":\(parent),"isSidechain":false,"userType":"external","cwd":"/home",\
                "sessionId":"\(id(0))","version":"2.1.17","type":"user",\
                "message":{"role":"user","content":"\(index) \(text)"},"uuid":"\(id(index))",\
                "timestamp":"2026-03-14T09:30:40.137Z"}

                """
        }
        try lines.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private static func id(_ index: Int) -> String {
        let digits = String(index)
        return "067f652f-7d3c-43e0-a890-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }
}
