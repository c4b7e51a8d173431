internal import Platform
import SessionStore

/// Where the tools keep their transcripts, whether or not they are there.
///
/// ```swift
/// let tools = ToolFolders(home: "/home/ana")
/// for place in tools.present { print(place) }
/// ```
public struct ToolFolders: Sendable {
    /// The folders that hold transcripts, each once, by name.
    public let places: [String]
    /// The folders that are the tools' own, with all that is in them, by name.
    public let roots: [String]

    /// - Parameters:
    ///   - home: the person's own folder, an absolute path.
    ///   - environment: a variable with which a tool is told to keep all that is its own elsewhere
    ///     counts.
    public init(home: String, environment: [String: String] = [:]) {
        var (places, roots): (Set<String>, Set<String>) = ([], [])
        for importer in TranscriptFormat.all.compactMap(\.importer) {
            for place in importer.places {
                let root = Self.root(of: place)
                roots.insert("\(home)/\(root)")
                places.insert("\(home)/\(place)")
                if place.hasPrefix(Self.data), let data = environment[Self.dataVariable],
                    data.hasPrefix("/")
                {
                    places.insert("\(data)/\(place.dropFirst(Self.data.count))")
                    roots.insert("\(data)/\(root.dropFirst(Self.data.count))")
                }
                guard let variable = importer.homeVariable, let own = environment[variable],
                    own.hasPrefix("/"), place.hasPrefix(root)
                else { continue }
                let moved = own.count > 1 && own.hasSuffix("/") ? String(own.dropLast()) : own
                roots.insert(moved)
                places.insert(moved + place.dropFirst(root.count))
            }
        }
        self.places = places.sorted()
        self.roots = roots.sorted()
    }

    /// Those of ``places`` that are there now.
    public var present: [String] {
        places.filter { FileSystem.kind(of: $0) == .folder }
    }

    /// The variables with which tools are told where to keep what is theirs.
    public static var variables: [String] {
        Set(TranscriptFormat.all.compactMap { $0.importer?.homeVariable } + [dataVariable]).sorted()
    }

    private static let data = ".local/share/"
    private static let dataVariable = "XDG_DATA_HOME"

    /// Folders in which each program has one of its own.
    private static let shared = [
        ".local/share/", ".local/state/", ".config/", ".cache/", "Library/Application Support/",
    ]

    /// What is the tool's own above a place.
    private static func root(of place: String) -> String {
        let above = shared.first { place.hasPrefix($0) } ?? ""
        let name = place.dropFirst(above.count).prefix { $0 != "/" }
        return above + name
    }
}
