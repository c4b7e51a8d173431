import SessionStore

/// What a person may write for a moment, a time, a name or a pattern.
enum MomentTarget {
    private static let clock = WallClock(
        now: Timestamp(microseconds: 1_790_000_000_000_000), offset: { _ in 5_400 })

    @Sendable static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let moment = try? Moment(text, clock: clock) {
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
