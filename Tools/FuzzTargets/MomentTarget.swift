import SessionStore

/// What a person may write for a moment, a time, a name or a pattern.
enum MomentTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let moment = try? Moment(text, localOffset: { _ in 5_400 }) {
            let written = moment.description
            law((try? Moment(written)) == moment, "\(written) is another moment")
        }
        _ = try? Moment.withPath(text)
        if let time = Timestamp(text) {
            law(Timestamp(time.description) == time, "\(time) is another time")
        }
        _ = BranchName(rawValue: text).problem
        _ = EventDigest(text)
        _ = EventActor(rawValue: text).description
    }
}
