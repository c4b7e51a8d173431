internal import Synchronization

/// A value on its way from one task to another, handed over once: a task keeps its result, and what
/// is in an array that two own is copied, one by one, as soon as one of them takes something out.
final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming Value) { self.value = Mutex(value) }

    /// The value; nil: it was handed over before.
    func take() -> Value? { value.withLock { $0.take() } }
}
