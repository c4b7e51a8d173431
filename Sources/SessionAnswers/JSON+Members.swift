public import SessionStore

extension JSON {
    /// An object without one of its members.
    public func without(_ name: String) -> JSON {
        .object(members.filter { $0.key != name }.map { ($0.key, $0.value) })
    }

    /// An object with more members; those that are nil are left out.
    public func joined(before: [(String, JSON?)] = [], behind: [(String, JSON?)] = []) -> JSON {
        .object(before + members.map { ($0.key, $0.value) } + behind)
    }
}
