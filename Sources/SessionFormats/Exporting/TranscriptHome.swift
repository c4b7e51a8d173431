import Foundation
public import SessionStore

/// Where a tool keeps its transcripts, and how it goes on with one.
protocol TranscriptHome {
    /// Where it looks for a transcript.
    ///
    /// - Parameters:
    ///   - id: the transcript's own.
    ///   - folder: the working folder that it is of.
    ///   - time: when it begins to be there.
    static func place(
        of id: String, in folder: String, at time: CivilTime, _ environment: [String: String]
    ) -> String

    /// The command that goes on with it, to be run in its working folder.
    static func command(id: String) -> [String]
}

/// A transcript as its tool will find it and go on with it.
public struct TranscriptPlace: Sendable {
    /// The id under which the tool knows it.
    public let id: String
    /// Where the tool looks for it.
    public let path: String
    /// What goes on with it, run in ``folder``.
    public let command: [String]
    /// The working folder.
    public let folder: String

    /// nil: the format's tool goes on with no transcripts.
    ///
    /// - Parameters:
    ///   - id: of the new transcript: a UUID that no other one has.
    ///   - folder: its working folder, an absolute path.
    ///   - time: when it is written, in local time.
    ///   - environment: `HOME`, and the tools' own variables.
    public init?(
        _ format: TranscriptFormat, id: String, folder: String, at time: CivilTime,
        environment: [String: String]
    ) {
        guard let home = format.importer as? any TranscriptHome.Type else { return nil }
        self.id = id
        path = home.place(of: id, in: folder, at: time, environment)
        command = home.command(id: id)
        self.folder = folder
    }
}

extension TranscriptPlace {
    /// The first working folder of a line, which the tool knows the conversation by; nil: none is
    /// told.
    public static func folder(of session: Session, at moment: Moment) async throws -> String? {
        let point = try await session.resolve(moment)
        for try await event in session.events(on: point.branch, from: 1, through: point.revision)
        where event.kind == .settingChanged && event.subject == "cwd" && !event.isErased {
            if let folder = SubjectChanged(event.body).value.string { return folder }
        }
        return nil
    }

    /// A new transcript's id: a UUID of version 4.
    ///
    /// - Parameter random: 16 bytes that nobody has elsewhere.
    public static func newID(_ random: [UInt8]) -> String {
        precondition(random.count == 16, "a UUID has 16 bytes")
        return EventDigest.uuid(of: random, version: 4)
    }
}

extension TranscriptFormat {
    /// Whether its tool goes on with transcripts that are written for it.
    public var isResumed: Bool { importer is any TranscriptHome.Type }

    /// The format that a session was imported from; nil where it is no import.
    public static func origin(of session: Session) async throws -> TranscriptFormat? {
        for format in all where format.isRead {
            if try await ImportMark.last(in: session, of: format.name) != nil { return format }
        }
        return nil
    }
}

extension [String: String] {
    /// A folder that a variable names, or one below the home folder.
    func folder(_ variable: String, else name: String) -> String {
        if let own = self[variable], !own.isEmpty { return own }
        return "\(self["HOME"] ?? "")/\(name)"
    }
}
