/// A request with its members, each looked for once: the messages among them make up nearly all of
/// it, and passing over them takes as long each time.
package struct RequestOutline {
    package let request: JSON
    /// Of a request that is a list itself there are none.
    package let members: [(key: String, value: JSON)]
    /// The messages.
    package let list: JSON

    /// - Returns: nil where the request holds no list of messages.
    package init?(_ request: JSON) {
        let members = request.members
        guard let list = RequestMessages.list(in: request, members) else { return nil }
        (self.request, self.members, self.list) = (request, members, list)
    }

    /// The member that counts of several with one name: the last one.
    package subscript(key: String) -> JSON? { members.last { $0.key == key }?.value }
}
