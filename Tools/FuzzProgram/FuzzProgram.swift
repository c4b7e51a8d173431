import Foundation
import FuzzTargets

/// Runs targets on inputs: those of a corpus once, or, where libFuzzer is linked, what libFuzzer
/// makes up.
///
///     fuzz-program --list                        the names of the targets
///     fuzz-program TARGET FILE_OR_FOLDER…        each input once
///     FUZZ_TARGET=TARGET fuzz-program OPTIONS…   libFuzzer, in a build of Tools/fuzz
@main
struct FuzzProgram {
    static func main() {
        #if FUZZING
            if let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] { exit(fuzz(name)) }
        #endif
        exit(replay(Array(CommandLine.arguments.dropFirst())))
    }

    private static let names = FuzzTarget.all.map(\.name).joined(separator: "\n")

    private static func target(_ name: String?) -> FuzzTarget {
        if let target = FuzzTarget.all.first(where: { $0.name == name }) { return target }
        FileHandle.standardError.write(Data("There are these targets:\n\(names)\n".utf8))
        exit(2)
    }

    /// - Returns: 0; where an input is a finding the process does not come so far.
    private static func replay(_ arguments: [String]) -> Int32 {
        if arguments == ["--list"] {
            print(names)
            return 0
        }
        let target = target(arguments.first)
        for path in arguments.dropFirst() {
            for file in FuzzCorpus.files(in: path) {
                print(target.name, file)
                target.run(FuzzCorpus.input(file))
            }
        }
        return 0
    }
}

#if FUZZING
    /// The one that `main` was called with; libFuzzer's callback has no place for it.
    nonisolated(unsafe) private var fuzzed: FuzzTarget?

    @_silgen_name("LLVMFuzzerRunDriver")
    private func runDriver(
        _ count: UnsafeMutablePointer<Int32>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
        _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
    ) -> Int32

    @_silgen_name("LLVMFuzzerMutate")
    private func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int) -> Int

    /// libFuzzer's own way to change bytes.
    private func change(_ bytes: [UInt8], limit: Int) -> [UInt8] {
        let room = max(limit, bytes.count, 1)
        return Array(unsafeUninitializedCapacity: room) { buffer, count in
            _ = buffer.initialize(from: bytes)
            guard let start = buffer.baseAddress else { return }
            count = mutate(start, bytes.count, room)
        }
    }

    /// What libFuzzer calls, where there is one, to make an input of another.
    @_cdecl("LLVMFuzzerCustomMutator")
    func changeInput(
        _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: UInt32
    ) -> Int {
        let input = Array(UnsafeBufferPointer(start: bytes, count: count))
        let changed = fuzzed?.mutate(input, limit, seed, change) ?? input
        let kept = changed.prefix(limit)
        _ = UnsafeMutableBufferPointer(start: bytes, count: limit).update(fromContentsOf: kept)
        return kept.count
    }

    extension FuzzProgram {
        /// The driver is called and not linked as the program's beginning, which Swift's own is.
        private static func fuzz(_ name: String) -> Int32 {
            fuzzed = target(name)
            var count = CommandLine.argc
            var arguments = CommandLine.unsafeArgv
            return runDriver(&count, &arguments) { bytes, count in
                fuzzed?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            }
        }
    }
#endif
