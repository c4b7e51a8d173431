internal import JSONText
import SessionStore

/// What calls and their results tell of files.
extension FactMapper {
    /// Keeps a message's calls in mind, and gives what its results say became of files.
    mutating func effects(
        of record: Record, _ message: Message?, on lane: Int, at revision: Revision
    ) -> [FileEffect] {
        var effects: [FileEffect] = []
        var whole: JSON?
        for part in message?.parts ?? [] {
            switch part {
            case .toolCall(let id, let name, let arguments):
                let json = whole ?? record.json
                whole = json
                let call = FileCall(
                    lane: lane, revision: revision, name: name,
                    use: FileCall.use(name, arguments) { json.pointer(to: $0) })
                if let id { calls[RecordKey(Array(id.utf8)[...])] = call }
                lastCalls[lane] = call
                if let prompt = arguments["prompt"], prompt.kind == .string {
                    tasks.add(RecordKey(prompt), at: (lane, revision))
                }
            case .toolResult(let id, let result, let isError):
                guard let call = call(id, on: lane) else {
                    files.forget()
                    continue
                }
                let effect = effect(
                    of: call, id: id, result, isError: isError, in: record, at: revision)
                if let effect { effects.append(effect) }
                // What was written is in the log by now: only the name is needed any more.
                settle(id, on: lane)
            default: break
            }
        }
        return effects
    }

    private mutating func settle(_ id: String?, on lane: Int) {
        if let id { calls[RecordKey(Array(id.utf8)[...])]?.use = .harmless }
        lastCalls[lane]?.use = .harmless
    }

    private mutating func effect(
        of call: FileCall, id: String?, _ result: JSON, isError: Bool, in record: Record,
        at revision: Revision
    ) -> FileEffect? {
        switch call.use {
        case .harmless: return nil
        case .other:
            files.forget()
            return nil
        case .read(let path, let isWhole):
            if Reader.readsPlainly, isWhole, !isError, let text = Self.content(read: result) {
                files.keep(text, of: path)
            }
            return nil
        case .write(let path, _, _), .edit(let path, _), .change(let path):
            guard !isError else { return nil }
            var effect = FileEffect(
                path: path, change: FileChanged(), tool: call.name, cause: call.revision)
            if let content = record.record.newContent(ofCall: id), let bytes = content.utf8,
                let place = record.json.pointer(to: content)
            {
                files.keep(bytes, of: path)
                effect.change.derivation = FileDerivation(content: place)
                effect.cause = revision
                return effect
            }
            tell(call.use, &effect)
            return effect
        }
    }

    private mutating func tell(_ use: FileCall.Use, _ effect: inout FileEffect) {
        switch use {
        case .write(let path, let content, let place):
            files.keep(content, of: path)
            if let place {
                effect.change.derivation = FileDerivation(content: place)
            } else {
                effect.content = content
            }
        case .edit(let path, let edits):
            if let content = files.content(of: path, after: edits) {
                files.keep(content, of: path)
                effect.content = content
            } else {
                files.forget(path)
                effect.change.unknown = "no record holds the whole file before or after the edit"
            }
        default:
            files.forget(effect.path)
            effect.change.unknown = "the call does not tell the file's content"
        }
    }

    /// A file as a tool gave it; nil where it says that it left something out.
    private static func content(read result: JSON) -> [UInt8]? {
        let blocks = result.elements
        let text = result.kind == .string ? result : blocks.count == 1 ? blocks[0]["text"] : nil
        guard let content = text?.utf8 else { return nil }
        let end = String(decoding: content.suffix(200), as: UTF8.self)
        let isCut = ["Use offset", "truncated", "not shown"].contains { end.contains($0) }
        return isCut ? nil : content
    }

    mutating func write(
        _ effect: FileEffect, on lane: Int, _ writer: some TranscriptWriter
    ) throws {
        let draft = EventDraft(
            kind: .fileChanged, subject: effect.path,
            actor: .tool(effect.tool.isEmpty ? "tool" : effect.tool), occurredAt: lanes.clock,
            cause: effect.cause.map { .revision($0) }, body: effect.change.json,
            content: effect.content)
        try lanes.writeFile(draft, to: lane, writer)
    }
}

extension JSON {
    /// Where a value stands that was found in this one (RFC 6901); nil where it was made of it.
    func pointer(to value: JSON) -> String? {
        guard range.lowerBound <= value.range.lowerBound,
            value.range.upperBound <= range.upperBound,
            source.count == value.source.count
        else { return nil }
        if range == value.range { return "" }
        var found: String?
        var index = 0
        forEachMember { key, member in
            guard found == nil, member.range.contains(value.range.lowerBound),
                let rest = member.pointer(to: value)
            else { return }
            let name = (key.string ?? "").replacing("~", with: "~0").replacing("/", with: "~1")
            found = "/\(name)" + rest
        }
        forEachElement { element in
            defer { index += 1 }
            guard found == nil, element.range.contains(value.range.lowerBound),
                let rest = element.pointer(to: value)
            else { return }
            found = "/\(index)" + rest
        }
        return found
    }
}
