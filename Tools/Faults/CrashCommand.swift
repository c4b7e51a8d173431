import ArgumentParser
import Foundation

/// Has a program work, and looks at images of its disk.
struct CrashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash",
        abstract: "Opens images of the disk as a crash would leave them, at each step of the work.",
        discussion: """
            Prints what is wrong with each image, and last how many were looked at. Ends with 1 \
            where something is wrong.
            """)

    @OptionGroup var work: WorkOptions
    @Option(help: "The library made of Tools/PowerCut.") var library: String
    @Option(help: "About how many steps to stop at.") var stops = 200
    @Option(help: "A sync that the disk promises and does not make.") var lostSync: Int?
    @Flag(help: "Keep the folder.") var keep = false

    func run() async throws {
        let folder = NSTemporaryDirectory() + "session-crash-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { if !keep { try? FileManager.default.removeItem(atPath: folder) } }
        if keep { print(folder) }
        let book = folder + "/journal"
        try await record(in: folder, to: book)
        let check = try CrashCheck(CrashJournal(contentsOf: book), folder: folder)
        let (images, failures) = try await check.run(
            most: stops, seed: work.seed, lostSync: lostSync)
        for failure in failures.prefix(20) { print(failure) }
        print("seed \(work.seed): \(images) images, \(failures.count) wrong")
        if !failures.isEmpty { throw ExitCode(1) }
    }

    private func record(in folder: String, to book: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments = ["work", folder] + work.arguments
        process.environment = ProcessInfo.processInfo.environment.merging([
            "LD_PRELOAD": library, "POWERCUT_JOURNAL": book,
        ]) { $1 }
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Fault("the work failed with \(process.terminationStatus)")
        }
    }
}
