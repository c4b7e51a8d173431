internal import EventLog
internal import SessionModel

extension Digest {
    init(_ bytes: Bytes32) { self.init(words: bytes.words) }
}
