import Foundation

/// Where things that belong to a person are kept on this system.
struct UserFolders {
    private let environment: [String: String]

    init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    var home: String {
        let own = variable("HOME") ?? FileManager.default.homeDirectoryForCurrentUser.path
        return own.count > 1 && own.hasSuffix("/") ? String(own.dropLast()) : own
    }

    /// What programs keep for themselves.
    var data: String {
        #if os(macOS)
            variable("XDG_DATA_HOME") ?? home + "/Library/Application Support"
        #else
            variable("XDG_DATA_HOME") ?? home + "/.local/share"
        #endif
    }

    var configuration: String { variable("XDG_CONFIG_HOME") ?? home + "/.config" }

    /// An absolute path that a variable holds: others are to be passed over.
    private func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
