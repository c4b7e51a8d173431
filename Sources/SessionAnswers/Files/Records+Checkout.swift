public import SessionStore

extension Records {
    /// What a checkout wrote: a value that sums it up, then one for each file that was written,
    /// then one for each that was left out, with the reason.
    ///
    /// - Parameters:
    ///   - folder: where it went.
    ///   - isDryRun: whether nothing was written.
    public static func checkout(
        _ checkout: Checkout, into folder: String, isDryRun: Bool
    ) -> [JSON] {
        let sum = JSON.object([
            ("at", point(checkout.point)), ("folder", .string(folder)),
            ("root", checkout.root.map { .string($0) }), ("dryRun", .bool(isDryRun)),
            ("written", .number(checkout.written.count)),
            ("leftOut", .number(checkout.leftOut.count)),
        ])
        let written = checkout.written.map { file in
            JSON.object([
                ("path", .string(file.path)), ("place", .string(file.place)),
                ("size", .number(file.size)), ("mode", .string(file.mode)),
                ("seen", file.sighting.map { sighting($0) }),
            ])
        }
        let leftOut = checkout.leftOut.map { file -> JSON in
            ["path": .string(file.path), "leftOut": .string(file.reason)]
        }
        return [sum] + written + leftOut
    }

    /// What a restoration appended: a value that sums it up, then one for each event, then under
    /// `kept` the files that stay as they are because what they held then is unknown.
    ///
    /// - Parameter isDryRun: whether nothing was written.
    public static func restoration(_ restoration: Restoration, isDryRun: Bool) -> [JSON] {
        let sum = JSON.object([
            ("restored", point(restoration.moment)), ("behind", point(restoration.head)),
            ("events", .number(restoration.events.count)),
            ("head", restoration.appended.map { .number($0.head) }), ("dryRun", .bool(isDryRun)),
        ])
        let events = restoration.events.enumerated().map { index, event in
            JSON.object([
                ("kind", .string(event.kind.rawValue)),
                ("subject", event.subject.map { .string($0) }),
                ("revision", restoration.appended.map { .number($0.revisions[index]) }),
                ("size", event.size.map { .number($0) }), ("data", event.body),
                ("seen", event.sighting.map { sighting($0) }),
            ])
        }
        return [sum] + events + restoration.kept.map { ["kept": file($0)] }
    }
}
