// Writes a Swift file that holds every given file of Schemas/ as a string literal, so that the code
// runs the very documents that a reader sees, and the built command can be moved anywhere.
//
// Usage: embed-schemas ROOT OUTPUT FILE...   (each FILE below ROOT)
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 2, let root = arguments.first else {
    FileHandle.standardError.write(Data("usage: embed-schemas ROOT OUTPUT FILE...\n".utf8))
    exit(64)
}
let output = arguments[arguments.startIndex + 1]
var source = "// Written at build time from the files in Schemas/. Do not edit.\n\n"
source += "enum EmbeddedSchemas {\n    static let files: [String: String] = [\n"
for file in arguments.dropFirst(2).sorted() {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let name = file.dropFirst(root.count).drop { $0 == "/" }
    source += "        \"\(name)\": ####\"\"\"\n\(text)\n\"\"\"####,\n"
}
source += "    ]\n}\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
