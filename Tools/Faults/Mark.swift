import Foundation

/// What the program tells `Tools/PowerCut`, where that is preloaded; else nothing happens.
enum Mark {
    private typealias Function = @convention(c) (UnsafePointer<CChar>) -> Void

    private static let function: Function? = dlsym(
        dlopen(nil, RTLD_NOW), "power_cut_mark"
    ).map { unsafeBitCast($0, to: Function.self) }

    /// Writes a line into the journal; one that begins with `pause` is a moment to pause at.
    static func say(_ text: String) { text.withCString { function?($0) } }
}
