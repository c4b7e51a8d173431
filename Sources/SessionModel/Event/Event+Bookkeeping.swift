extension Event {
    /// Whether it tells how a tool kept its books, and not what a person, a model or a tool did:
    /// an importer's marks and names of branches, counts of tokens that say nothing else, records
    /// for which no kind says what they are. Lists of events leave it out unless they are asked.
    ///
    /// - Cost: a scan of the body, for notes, contexts and answers of other tools.
    public var isBookkeeping: Bool {
        switch kind {
        case .branchRenamed: actor == .system
        case .settingChanged: subject.map { SubjectChanged.isImportMark($0) } ?? false
        // What is kept of a damaged line is no record of a dialect.
        case .foreignRecorded: dialect != nil
        case .noteAdded, .contextBuilt: record?.isBookkeeping ?? false
        case .responseReceived: tellsUsageAlone
        default: false
        }
    }

    /// Whether ``isBookkeeping`` takes the body to tell; of the others the header says it.
    public var saysBookkeepingInBody: Bool {
        switch kind {
        case .noteAdded, .contextBuilt: dialect != nil
        case .responseReceived: dialect?.reader?.tellsUsageApart ?? false
        default: false
        }
    }

    private var tellsUsageAlone: Bool {
        guard dialect?.reader?.tellsUsageApart ?? false, let message else { return false }
        return message.parts.isEmpty && message.usage != nil
    }
}
