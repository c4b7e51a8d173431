import Foundation
import SessionAnswers
import Testing

@Suite("Folders for private copies")
struct PrivateFolderTests {
    private let parent: TestFolder

    init() throws { parent = try TestFolder() }

    @Test func `the folder of a living process stays, and so does what is no such folder`() throws {
        let living = try PrivateFolder(in: parent.path, id: "1")
        let (file, link) = (".copy-session-file", "copy-session-link")
        let elsewhere = try TestFolder()
        try Data().write(to: URL(filePath: parent.path + "/" + file))
        try FileManager.default.createSymbolicLink(
            atPath: parent.path + "/" + link, withDestinationPath: elsewhere.path)
        let name = try #require(living.path.split(separator: "/").last.map(String.init))
        PrivateFolder.removeLeftovers(in: parent.path)
        #expect(try parent.names == [file, link, name])
        living.remove()
        #expect(try parent.names == [file, link])
    }
}
