import SessionStore

extension Hint {
    /// As this command says it, with its own verbs and options.
    var text: String { worded(\.commandLine) }
}

extension Hint.Step {
    /// What a person types, or what stands for it: FILE is the session that the error is about.
    var commandLine: String {
        switch self {
        case .create: "`session new`"
        case .importTranscript: "`session import`"
        case .copy: "`session copy FILE COPY`"
        case .listFolder(let folder?): "session list \(folder)"
        case .listFolder(nil): "`session list DIR`"
        case .verify: "`session verify FILE`"
        case .recoverTables: "`sqlite3 FILE .recover`"
        case .preview(let path): "session preview \(path)"
        case .info: "`session info FILE`"
        case .log(let path?): "session log \(path)"
        case .log(nil): "`session log FILE`"
        case .logFrom: "`session log FILE --branch NAME --from NAME@REVISION`"
        case .follow: "`session log FILE --follow`"
        case .show(.position(let position)): "`session show FILE \"#\(position)\"`"
        case .show(let moment): "`session show FILE \(moment)`"
        case .branches: "`session branch FILE`"
        case .files(let point, let file?): "session files \(file) \(point)"
        case .files(let point, nil): "`session files FILE \(point)`"
        case .changes(let path?, let file?): "session audit \(file) --path \(path)"
        case .changes(let path?, nil): "`session audit FILE --path \(path)`"
        case .changes(nil, let file): "`session audit \(file ?? "FILE") --kind file.changed`"
        case .sqlSchema: "`session sql FILE --schema`"
        case .raiseLimits: "--timeout SECONDS, --memory MB"
        case .fork(let name, let parent): "`session branch FILE \(name ?? "NEW") \(parent)`"
        case .renameBranch: "`session branch FILE --rename`"
        case .tag: "`session tag`"
        case .archive: "`session archive`"
        case .reopen: "`session reopen FILE`"
        case .schema(let kind): "`session schema \(kind)`"
        case .answerMerge(let branch):
            "`session merge FILE \(branch) --ours PATH`, --theirs, --base, --file PATH=FILE, "
                + "--edit or --interactive"
        case .answerConflict: "--ours, --theirs, --base or --file"
        case .force: "--force"
        case .giveReason: "--reason \"…\""
        case .redact: "`session redact`"
        case .prune: "`session prune`"
        case .releaseHold(let name): "`session release FILE --name \(name) --reason …`"
        case .makeKey: "`session key NAME`"
        case .importFile(let path): "session import \(path)"
        case .importAgain(let masking): masking ? "--again --mask" : "--again"
        case .nameFormat(let names): names.map { "--format \($0)" }.joined(separator: " or ")
        case .goodMoment: "--from"
        case .badMoment: "--to"
        case .showOutput: "--verbose"
        }
    }
}
