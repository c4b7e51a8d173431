import ArgumentParser
import Foundation
import Generators
import SessionStore

/// Stops a program between any two of its transactions, and lets another one at the session.
struct PairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs",
        abstract: "Has one process come between any two transactions of another.",
        discussion: """
            Each operation is stopped at each moment at which it has given the writers' lock back, \
            one after the other, and each deed is done meanwhile. Afterwards nothing that was \
            acknowledged is missing, nothing that was erased is there, and verify finds nothing. \
            Ends with 1 where something is wrong.
            """)

    @Option(help: "Decides what is in the session.") var seed: UInt64 = 1
    @Option(help: "The library made of Tools/PowerCut.") var library: String
    @Option(help: "At most so many moments of an operation.") var moments = 12
    @Option(help: "Only this operation.") var operation: PairedWork.Operation?
    @Option(help: "Only this deed.") var deed: PairedDeed?

    func run() async throws {
        var (pairs, wrong) = (0, 0)
        for operation in operation.map({ [$0] }) ?? PairedWork.Operation.allCases {
            for deed in deed.map({ [$0] }) ?? PairedDeed.allCases where deed.fits(operation) {
                for moment in 1...moments {
                    let pair = PairedRun(
                        seed: seed, library: library, operation: operation, deed: deed,
                        moment: moment)
                    let (stopped, problem) = try await pair.run()
                    if let problem {
                        wrong += 1
                        print("\(operation) stopped at \(moment), \(deed): \(problem)")
                    }
                    guard stopped else { break }
                    pairs += 1
                }
            }
        }
        print("seed \(seed): \(pairs) pairs, \(wrong) wrong")
        if wrong > 0 { throw ExitCode(1) }
    }
}
