public import SessionStore

extension BranchName {
    /// A branch's name as a person gave it.
    ///
    /// - Throws: ``SessionError/Code/invalidName`` with what is wrong about it.
    public init(argument: String) throws {
        self.init(rawValue: argument)
        if let problem {
            throw SessionError(
                .invalidName, "\"\(argument)\" cannot name a branch: \(problem)",
                hint: "Write letters, digits, - _ . and /, such as ideas/actors.")
        }
    }
}
