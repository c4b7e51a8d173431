internal import SessionStore

/// How far a client has come in each session of a stream. To a client it is opaque.
///
/// Written as the last twelve digits of each session's id and its position to the base 36.
struct LiveCursor: Sendable, CustomStringConvertible {
    private var positions: [(id: String, position: Position)]

    init(_ sources: [LiveSource]) {
        positions = sources.map { (Self.short($0.found.id), $0.after) }
    }

    /// - Throws: 400 where it is none.
    init(_ text: String) throws {
        positions = try text.split(separator: "~").map { part in
            let pieces = part.split(separator: ".")
            guard pieces.count == 2, let number = Int(pieces[1], radix: 36), number >= 0 else {
                throw Problem.invalid(
                    "that is no cursor", hint: "Send one that a stream gave as an id, or none.")
            }
            return (String(pieces[0]), Position(number))
        }
    }

    private static func short(_ id: String) -> String {
        String(id.filter { $0 != "-" }.suffix(12))
    }

    func position(of session: String) -> Position? {
        let id = Self.short(session)
        return positions.first { $0.id == id }?.position
    }

    mutating func pass(_ position: Position, of session: String) {
        let id = Self.short(session)
        guard let index = positions.firstIndex(where: { $0.id == id }) else { return }
        positions[index].position = position
    }

    var description: String {
        positions.map { "\($0.id).\(String($0.position.number, radix: 36))" }
            .joined(separator: "~")
    }
}
