import Foundation
import SessionStore
import Testing

#if os(Linux)
    extension Faults {
        @Suite("A lost permission", .withStranger)
        struct PermissionTests {
            @Test
            func `a file that cannot be written is read without a trace, and not written`()
                async throws
            {
                for (folderMode, fileMode) in [(0o755, 0o666), (0o777, 0o444)] as [(mode_t, mode_t)]
                {
                    let folder = try await Self.session(folderMode, fileMode)
                    let log = try await Self.stranger("session", ["log"], in: folder)
                    #expect(log.status == 0 && log.lines.count >= 3, "\(log.errors)")
                    let verify = try await Self.stranger("session", ["verify"], in: folder)
                    #expect(verify.status == 0, "\(verify.errors)")
                    let append = try await Self.stranger("append-worker", [], in: folder)
                    #expect(append.lines == ["failed readOnly"])
                    #expect(append.errors.contains("Copy the file to a folder"), "\(append.errors)")
                    #expect(try folder.names == ["a.session"])
                }
            }

            @Test
            func `what may not be read or made says so, with what to do`() async throws {
                let folder = try await Self.session(0o755, 0o600)
                for program in ["session", "append-worker"] {
                    let verb = program == "session" ? ["log"] : []
                    let run = try await Self.stranger(program, verb, in: folder)
                    #expect(run.status != 0)
                    #expect(run.errors.contains("cannot be read"), "\(run.errors)")
                    #expect(run.errors.contains("ls -l"), "\(run.errors)")
                }
                let new = try await Program.run(
                    "append-worker", [folder.file("b.session")], in: folder, as: Stranger.prefix)
                #expect(new.lines == ["failed noPermission"])
                #expect(new.errors.contains("ls -l"), "\(new.errors)")
                #expect(try folder.names == ["a.session"])
            }

            @Test
            func `a reader who may not write sees what another process is writing, or why not`()
                async throws
            {
                for mode in [0o755, 0o777] as [mode_t] {
                    let folder = try await Self.session(mode, 0o644)
                    let session = try await Session.open(folder.file("a.session"))
                    try await session.append(
                        [.prompt("live", by: .user("ana"))], to: .main, expecting: .any)
                    let log = try await Self.stranger("session", ["log"], in: folder)
                    #expect(log.status == 0, "\(log.errors)")
                    #expect(log.lines.contains { $0.contains("live") }, "\(log.lines)")
                    try await session.append(
                        [.prompt("more", by: .user("ana"))], to: .main, expecting: .any)
                    try await session.close()
                    #expect(try folder.names == ["a.session"])
                }
            }

            @Test(
                "What a killed writer left is read by nobody half, and goes on once it is writable")
            func leftovers() async throws {
                let folder = try await Self.session(0o755, 0o644)
                let worker = try Program(
                    "append-worker", [folder.file("a.session"), "--count", "100000"], in: folder)
                try await worker.waitForLines(20)
                let acknowledged = Acknowledged.all(in: await worker.killed().lines)
                unlink(folder.file("a.session-shm"))
                let log = try await Self.stranger(
                    "session", ["log", "--limit", "100000"], in: folder)
                if log.status == 0 {
                    #expect(log.lines.count >= acknowledged.count)
                } else {
                    #expect(log.errors.contains("ls -l"), "\(log.errors)")
                }
                let survey = try await Survey(
                    folder.file("a.session"), in: folder, acknowledged, bytes: 100, "leftovers")
                #expect(survey.lost == 0)
            }

            @Test
            func `a writer that loses its permission loses nothing`() async throws {
                let folder = try await Self.session(0o777, 0o666)
                let path = folder.file("a.session")
                let worker = try Program(
                    "append-worker", [path, "--count", "100000", "--label", "first"], in: folder,
                    as: Stranger.prefix)
                try await worker.waitForLines(10)
                chmod(path, 0o444)
                chmod(folder.path, 0o555)
                try await worker.waitForLines(30)
                let end = await worker.killed()
                #expect(Set(["readOnly", "noPermission", "ioFailed"]).isSuperset(of: end.failures))
                let refused = try await Self.stranger("append-worker", [], in: folder)
                #expect(refused.lines == ["failed readOnly"])
                chmod(path, 0o666)
                chmod(folder.path, 0o777)
                let next = try await Self.stranger(
                    "append-worker", ["--label", "next", "--count", "5"], in: folder)
                #expect(next.lines.last == "closed", "\(next.errors)")
                let survey = try await Survey(
                    path, in: folder, Acknowledged.all(in: end.lines + next.lines), bytes: 100,
                    "lost permission")
                #expect(survey.lost == 0 && survey.extra <= 1)
            }

            // MARK: Strangers

            private static func session(
                _ folderMode: mode_t, _ fileMode: mode_t
            ) async throws -> Folder {
                let folder = try Folder()
                let path = folder.file("a.session")
                let session = try await Session.create(at: path, title: "Parser")
                try await session.append(
                    [.prompt("1", by: .user("ana")), .prompt("2", by: .user("ana"))], to: .main,
                    expecting: .any)
                try await session.close()
                chmod(path, fileMode)
                chmod(folder.path, folderMode)
                return folder
            }

            private static func stranger(
                _ program: String, _ arguments: [String], in folder: Folder
            ) async throws -> Program.Ended {
                var words = arguments
                words.insert(
                    folder.file("a.session"),
                    at: min(1, words.count) * (program == "session" ? 1 : 0))
                return try await Program.run(program, words, in: folder, as: Stranger.prefix)
            }
        }
    }

    extension Trait where Self == ConditionTrait {
        static var withStranger: Self {
            .enabled(if: Stranger.exists, "nobody else can be run here")
        }
    }

    /// A user that permission bits bind: they do not bind root.
    enum Stranger {
        /// What is put before a command to run it as nobody.
        static let prefix =
            getuid() == 0
            ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []

        /// Whether such a user can be, and can reach the programs that are tested.
        static let exists: Bool = {
            guard let program = try? Program.path(of: "append-worker") else { return false }
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = prefix + [program, "--help"]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }()
    }
#endif
