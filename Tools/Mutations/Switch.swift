/// What every module with mutations gets: whether one is switched on in this process.
enum Switch {
    /// Which mutation is switched on, by its number.
    static let active = "MUTATION"
    /// A folder where a file is made for each mutation that a process came to.
    static let reached = "MUTATION_REACHED"

    /// Flags are written by several threads at once, all the same: a file may be made twice.
    static let source = """
        #if canImport(Glibc)
            private import Glibc
        #else
            private import Darwin
        #endif

        private let activeMutation = getenv("\(active)").map { atoi($0) } ?? 0
        private let reachedMutations = getenv("\(reached)").map { String(cString: $0) }
        nonisolated(unsafe) private let toldMutations: UnsafeMutablePointer<Bool> = {
            let flags = UnsafeMutablePointer<Bool>.allocate(capacity: 10_000)
            flags.initialize(repeating: false, count: 10_000)
            return flags
        }()

        @inline(never)
        func isMutated(_ number: Int) -> Bool {
            if let reachedMutations, !toldMutations[number] {
                toldMutations[number] = true
                let path = "\\(reachedMutations)/\\(number)"
                let file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o666)
                if file >= 0 { close(file) }
            }
            return activeMutation == number
        }

        """
}
