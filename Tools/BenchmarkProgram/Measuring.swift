import Foundation
import Synchronization

/// Seconds that a call takes.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try await body()
    let taken = clock.now - start
    return Double(taken.components.seconds) + Double(taken.components.attoseconds) * 1e-18
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The value that `share` of all do not exceed.
func percentile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
}

/// Runs two things in turn, A B A B …, so that both meet the same noise; gives their medians.
func paired(
    rounds: Int, _ ours: () async throws -> Double, _ baseline: () async throws -> Double
) async throws -> (ours: Double, baseline: Double, ratio: Double) {
    var (left, right, ratios): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<rounds {
        let a = try await ours()
        let b = try await baseline()
        left.append(a)
        right.append(b)
        ratios.append(a / b)
    }
    return (median(left), median(right), median(ratios))
}

/// A folder for the benchmark's files, on the disk that the working folder is on.
final class Workplace: Sendable {
    let path: String
    private let count = Mutex(0)

    init() throws {
        path = FileManager.default.currentDirectoryPath + "/.build/benchmark"
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path that is not in use.
    func fresh(_ suffix: String) -> String {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return "\(path)/\(number)\(suffix)"
    }

    /// A path that outlives the run where `KEEP` names a folder, so that a profile of reading does
    /// not show the writing.
    func kept(_ name: String) -> String {
        ProcessInfo.processInfo.environment["KEEP"].map { "\($0)/\(name)" } ?? fresh("-" + name)
    }

    static func size(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? Int) ?? 0
    }
}
