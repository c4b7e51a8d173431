import Foundation
import FuzzTargets
import Generators
import Testing

/// Inputs that were written by hand or found by `Tools/fuzz`, in `Fixtures/fuzz/TARGET`: each that
/// ended the process once is there under the name of what it found.
@Suite("What fuzzing found stays mended")
struct CorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/fuzz").path

    @Test(arguments: FuzzTarget.all.map(\.name))
    func `every input of the corpus is taken`(target name: String) async throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let files = FuzzCorpus.files(in: "\(Self.folder)/\(name)")
        #expect(!files.isEmpty, "\(name) has no corpus")
        await withTaskExecutorPreference(SideThread()) {
            for file in files { target.run(FuzzCorpus.input(file)) }
        }
    }

    @Test func `the corpus belongs to targets and is small`() throws {
        let names = Set(FuzzTarget.all.map(\.name))
        var size = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder) {
            #expect(names.contains(name), "\(name) is no target")
            for file in FuzzCorpus.files(in: "\(Self.folder)/\(name)") {
                size += FuzzCorpus.input(file).count
            }
        }
        #expect(size < 100_000, "\(size) bytes")
    }
}
