import ArgumentParser
import Foundation

/// Looks for what a crash, or another process at the wrong moment, could do to a session.
@main
struct FaultsProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults-program",
        abstract: "Crashes at every step of every operation, and looks at what is left.",
        subcommands: [
            CrashCommand.self, PairCommand.self, FlipCommand.self, WorkCommand.self,
            PairedWorkCommand.self,
        ])
}

/// What the crashes happen to.
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Writes to sessions in every way there is.")

    @Argument(help: "An empty folder.") var folder: String
    @OptionGroup var work: WorkOptions

    func run() async throws {
        var random = try await RandomWork(folder: folder, seed: work.seed)
        try await random.run(steps: work.steps, work.operations())
    }
}

struct WorkOptions: ParsableArguments {
    @Option(help: "Decides what is done, with what.") var seed: UInt64 = 1
    @Option(help: "How many operations.") var steps = 18
    @Option(help: "Only these operations, such as append,compact.") var only = ""

    func operations() throws -> [RandomWork.Operation] {
        try only.split(separator: ",").map { name in
            guard let operation = RandomWork.Operation(rawValue: String(name)) else {
                throw ValidationError("there is no operation \(name)")
            }
            return operation
        }
    }

    var arguments: [String] {
        ["--seed", "\(seed)", "--steps", "\(steps)"] + (only.isEmpty ? [] : ["--only", only])
    }
}
