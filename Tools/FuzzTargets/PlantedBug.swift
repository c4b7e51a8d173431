import Foundation

/// A bug that is there on purpose, where the environment says `FUZZ_PLANTED=1`: who does not find
/// it within a minute finds others neither. It is no bug of what ships.
enum PlantedBug {
    private static let isThere = ProcessInfo.processInfo.environment["FUZZ_PLANTED"] == "1"

    /// Chance alone would need some 2^40 payloads of one size; who is told how far an input comes
    /// needs some thousands for each step.
    ///
    /// Not optimised: the comparisons would be made at once, and none be a step. Each stands here
    /// by itself, since libFuzzer tells comparisons apart by where they are made.
    @_optimize(none)
    static func look(at payload: [UInt8]) {
        guard isThere, payload.count == 11 else { return }
        guard payload[0] == 0x7B else { return }
        guard payload[3] == 0x51 else { return }
        guard payload[9] & 0xF0 == 0xE0 else { return }
        guard payload[7] == 0xC4 else { return }
        guard payload[10] ^ payload[1] == 0x3D else { return }
        fatalError("the planted bug")
    }
}
