public import SessionModel

/// What a checkout wrote, or would write.
public struct Checkout: Sendable, Hashable {
    /// The moment that was asked for, found.
    public let point: Point
    /// What was taken away from absolute paths; nil: there are none.
    public let root: String?
    /// By path.
    public let written: [Written]
    /// By path.
    public let leftOut: [FilePlacement.LeftOut]

    /// One file that was written.
    public struct Written: Sendable, Hashable {
        /// As the log has it.
        public let path: String
        /// Below the folder that was written into.
        public let place: String
        /// Bytes of its content; of a link, of its target.
        public let size: Int
        /// As git writes it.
        public let mode: String
        /// Where it was found, where the log does not tell it of the moment itself.
        public let sighting: FileSighting?
    }
}

/// How files are written out.
public struct CheckoutOptions: Sendable {
    /// Whether the folder may hold something already; what is written replaces files and links of
    /// the same name, and nothing else is touched.
    public var isReplacing: Bool
    /// The recorded folder that becomes the top; nil: see ``FilePlacement``.
    public var root: String?
    /// Which files are written, by their recorded paths.
    public var isIncluded: @Sendable (_ path: String) -> Bool
    /// Whether nothing is written, and only said what would be.
    public var isDryRun: Bool

    public init(
        isReplacing: Bool = false, root: String? = nil, isDryRun: Bool = false,
        isIncluded: @escaping @Sendable (_ path: String) -> Bool = { _ in true }
    ) {
        self.isReplacing = isReplacing
        self.root = root
        self.isDryRun = isDryRun
        self.isIncluded = isIncluded
    }
}
