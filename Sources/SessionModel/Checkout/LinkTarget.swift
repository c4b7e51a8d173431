/// Where a symbolic link leads, when it stands below a folder that it must not leave.
public struct LinkTarget: Sendable, Hashable {
    /// As the link is made: relative, and without a zero byte.
    public let text: String
    /// The names that lead from the top folder to what the link names.
    public let names: [String]

    /// - Parameters:
    ///   - content: the link's content.
    ///   - folder: the names that lead from the top folder to the one that the link stands in.
    /// - Throws: ``Refusal`` where it leads outside, or could: `..` is allowed at the beginning
    ///   alone, for behind a name it goes up from wherever a link of that name leads.
    public init(_ content: [UInt8], in folder: [String]) throws(Refusal) {
        guard let text = String(validating: content, as: UTF8.self), !content.contains(0),
            !text.isEmpty, content.count < 4096
        else { throw Refusal(reason: "the link's target is no path") }
        guard content.first != UInt8(ascii: "/") else {
            throw Refusal(reason: "the link leads outside")
        }
        let parts = content.split(separator: UInt8(ascii: "/")).map {
            String(decoding: $0, as: UTF8.self)
        }.filter { $0 != "." }
        let ups = parts.prefix { $0 == ".." }.count
        guard ups <= folder.count, !parts.dropFirst(ups).contains("..") else {
            throw Refusal(reason: "the link leads outside, or could")
        }
        self.text = text
        names = folder.dropLast(ups) + parts.dropFirst(ups)
    }

    /// Why a link is not made.
    public struct Refusal: Error, Sendable, Hashable {
        /// In words for whoever asked for the link.
        public let reason: String
    }
}
