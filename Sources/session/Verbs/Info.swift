import ArgumentParser
import SessionAnswers
import SessionStore

/// `session info`: sizes, counts and digests of a file.
struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show sizes, counts and the digests of the heads.",
        discussion: """
            The digest of a head stands for the whole history of its branch: equal digests mean \
            equal histories. Write it down to prove later that nothing was changed or cut off.

            Examples
              session info app.session
              session info app.session --json | jq -r '.branches[] | .name + " " + .digest'
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (info, holds) = try await target.open { (try await $0.info(), try await $0.holds()) }
        let output = Output.standard
        if common.json { return try output.json(Records.info(info, holds, of: target.file)) }
        var table = Table()
        table.add(["session", info.id])
        table.add(["file", DisplayText.oneLine(target.file)])
        table.add(["format", "\(info.formatVersion), pages of \(info.pageSize) bytes"])
        table.add(["size", Counts.bytes(info.fileSize)])
        table.add(["payload", payload(info)])
        table.add(["events", Counts.grouped(info.events)])
        for hold in holds {
            let who = "\(hold.actor) on \(LocalTime.text(hold.setAt))"
            table.add(["held", DisplayText.oneLine("\(hold.name): \(hold.reason) (\(who))")])
        }
        try output.lines(table.lines())
        try output.lines([""] + kinds(info) + [""] + heads(info))
    }

    private func payload(_ info: SessionInfo) -> String {
        guard info.payloadSize > 0 else { return "none" }
        let ratio = Double(info.storedSize) / Double(info.payloadSize)
        return "\(Counts.bytes(info.payloadSize)), stored in \(Counts.bytes(info.storedSize)): "
            + "ratio \(Counts.decimal(ratio, places: 3))"
    }

    private func kinds(_ info: SessionInfo) -> [String] {
        var table = Table(["EVENTS", "KIND"], right: [0])
        for row in info.eventsByKind {
            table.add([Counts.grouped(row.count), DisplayText.oneLine(row.kind.rawValue)])
        }
        return table.lines(Output.standard.style)
    }

    private func heads(_ info: SessionInfo) -> [String] {
        var table = Table(["HEAD", "DIGEST"])
        for branch in info.branches {
            table.add([
                DisplayText.oneLine("\(branch.name)@\(branch.head)"), branch.digest.description,
            ])
        }
        return table.lines(Output.standard.style)
    }
}
