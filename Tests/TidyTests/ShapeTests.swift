import Testing

@Suite("The shape of files and functions")
struct ShapeTests {
    private let sources: [SwiftSource]

    init() throws { sources = try SwiftSource.all.get() }

    @Test
    func `a file reads in one sitting: 400 lines are the end`() {
        expectNone(
            sources.filter { $0.lines.count > 400 }.map {
                breach($0.path, 400, "\($0.lines.count) lines are too many, split by meaning")
            })
    }

    @Test
    func `a line has at most 100 columns`() {
        expectNone(
            sources.flatMap { source in
                source.lines.enumerated().filter { $1.count > 100 }.map { index, line in
                    breach(source.path, index + 1, "\(line.count) columns are too many, break it")
                }
            })
    }

    @Test
    func `a function has at most 70 lines`() {
        expectNone(
            sources.flatMap { source in
                source.functions.filter { $0.length > 70 }.map { function in
                    breach(
                        source.path, function.line,
                        "\(function.name) has \(function.length) lines, take something out of it")
                }
            })
    }

    @Test
    func `nine of ten functions have at most 22 lines`() {
        let functions = sources.filter { $0.path.hasPrefix("Sources/") }.flatMap(\.functions)
        let long = functions.filter { $0.length > 22 }.count
        #expect(long * 10 <= functions.count, "\(long) of \(functions.count) are longer")
    }

    @Test
    func `the median file has at most 130 lines`() throws {
        let lengths = sources.filter { $0.path.hasPrefix("Sources/") }.map(\.lines.count).sorted()
        try #require(!lengths.isEmpty)
        let median = lengths[lengths.count / 2]
        #expect(median <= 130, "the median of \(lengths.count) files is \(median) lines")
    }

    @Test
    func `functions are measured from their first line to their last`() {
        let source = SwiftSource(
            "x.swift",
            """
            protocol P {
                func required() -> Int
            }
            struct S: P {
                init(a: Int = { 1 }()) {
                    b { }
                }
                func required() -> Int { 1 }
                @discardableResult public func long(
                    a: Int
                ) -> Int {
                    if a > 0 {
                    }
                    return 1
                }
            }
            """)
        #expect(source.functions.map(\.name) == ["init", "required", "long"])
        #expect(source.functions.map(\.length) == [3, 1, 7])
    }

    private func expectNone(_ breaches: [String]) {
        #expect(breaches.isEmpty, "\n\(breaches.joined(separator: "\n"))")
    }
}
