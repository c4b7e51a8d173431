// Writes a Swift file that holds every given file as a string literal, so that the code runs the
// very documents that a reader sees, and the built command can be moved anywhere.
//
// Usage: embed-files NAME ROOT OUTPUT FILE...   (NAME of the enum; each FILE below ROOT)
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 3 else {
    FileHandle.standardError.write(Data("usage: embed-files NAME ROOT OUTPUT FILE...\n".utf8))
    exit(64)
}
let (name, root, output) = (arguments[0], arguments[1], arguments[2])
var source = "// Written at build time. Do not edit.\n\n"
source += "enum \(name) {\n    static let files: [String: String] = [\n"
for file in arguments.dropFirst(3).sorted() {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let path = file.dropFirst(root.count).drop { $0 == "/" }
    source += "        \"\(path)\": ####\"\"\"\n\(text)\n\"\"\"####,\n"
}
source += "    ]\n}\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
