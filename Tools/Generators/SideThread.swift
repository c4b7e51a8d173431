import Dispatch

/// A thread for work that holds the one it is on until other asynchronous work is done. There are
/// only as many shared threads as cores: where two hold them all, what they wait for never runs.
///
///     try await withTaskExecutorPreference(SideThread()) { … }
public final class SideThread: TaskExecutor {
    private let queue = DispatchQueue(label: "side")

    public init() {}

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
