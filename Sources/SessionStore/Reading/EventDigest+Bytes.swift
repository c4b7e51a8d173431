internal import EventLog
internal import SessionModel

extension EventDigest {
    init(_ bytes: Bytes32) { self.init(words: bytes.words) }
}
