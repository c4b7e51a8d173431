internal import CoreMetrics
internal import Synchronization

/// What the server counts, as Prometheus reads it
/// (<https://prometheus.io/docs/instrumenting/exposition_formats/>): no package for that can be had
/// that needs nothing else.
final class PrometheusMetrics: MetricsFactory, Sendable {
    private struct Key: Hashable, Comparable {
        let name: String
        let labels: String

        static func < (left: Key, right: Key) -> Bool {
            (left.name, left.labels) < (right.name, right.labels)
        }
    }

    private enum Kind: String { case counter, gauge, summary }

    /// A sum, and for a summary how many values are in it.
    private struct Series {
        let kind: Kind
        var sum = 0.0
        var count = 0
    }

    private let series = Mutex<[Key: Series]>([:])

    /// One metric under one set of labels.
    private final class Handler: CounterHandler, FloatingPointCounterHandler, MeterHandler,
        RecorderHandler, TimerHandler, Sendable
    {
        private let change: @Sendable ((inout Series) -> Void) -> Void

        init(_ change: @escaping @Sendable ((inout Series) -> Void) -> Void) {
            self.change = change
        }

        func increment(by amount: Int64) { change { $0.sum += Double(amount) } }
        func increment(by amount: Double) { change { $0.sum += amount } }
        func decrement(by amount: Double) { change { $0.sum -= amount } }
        func reset() { change { ($0.sum, $0.count) = (0, 0) } }
        func set(_ value: Int64) { change { $0.sum = Double(value) } }
        func set(_ value: Double) { change { $0.sum = value } }
        func record(_ value: Int64) { record(Double(value)) }
        func record(_ value: Double) {
            change { series in
                series.sum += value
                series.count += 1
            }
        }
        func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    }

    private func handler(
        _ label: String, _ dimensions: [(String, String)], _ kind: Kind
    ) -> Handler {
        let key = Key(
            name: Self.name(label),
            labels: dimensions.map { "\(Self.name($0.0))=\"\(Self.escaped($0.1))\"" }
                .joined(separator: ","))
        return Handler { [self] body in
            series.withLock { body(&$0[key, default: Series(kind: kind)]) }
        }
    }

    private static func name(_ label: String) -> String {
        String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }

    // MARK: As a factory

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        handler(label, dimensions, .counter)
    }

    func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler { handler(label, dimensions, .counter) }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        handler(label, dimensions, .gauge)
    }

    func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler { handler(label, dimensions, aggregate ? .summary : .gauge) }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        handler(label, dimensions, .summary)
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    // MARK: As text

    /// All there is, by name, after these gauges.
    func text(gauges: [(name: String, labels: String, value: Double)]) -> String {
        var all = series.withLock { $0 }
        for gauge in gauges {
            all[Key(name: gauge.name, labels: gauge.labels)] = Series(
                kind: .gauge, sum: gauge.value)
        }
        var (lines, last): ([String], String?) = ([], nil)
        for (key, series) in all.sorted(by: { $0.key < $1.key }) {
            if key.name != last { lines.append("# TYPE \(key.name) \(series.kind.rawValue)") }
            last = key.name
            let labels = key.labels.isEmpty ? "" : "{\(key.labels)}"
            if series.kind == .summary {
                lines.append("\(key.name)_sum\(labels) \(series.sum)")
                lines.append("\(key.name)_count\(labels) \(series.count)")
            } else {
                lines.append("\(key.name)\(labels) \(series.sum)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The one of this process: what counts asks for one of these, whichever server it is part of.
    static let shared: PrometheusMetrics = {
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        return metrics
    }()
}
