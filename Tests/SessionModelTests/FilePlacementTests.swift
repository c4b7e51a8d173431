import SessionModel
import Testing

@Suite("Where files of a log go")
struct FilePlacementTests {
    private func places(_ placement: FilePlacement) -> [String] {
        placement.places.map { $0.names.joined(separator: "/") }
    }

    @Test(
        arguments: [
            (["/p/src/a", "/p/b"], "/p", nil, ["b", "src/a"], "/p"),
            (["/p/src/a", "/p/src/b"], "/p", nil, ["src/a", "src/b"], "/p"),
            (["/p/src/a", "/p/src/x/b"], nil, nil, ["a", "x/b"], "/p/src"),
            (["/p/a", "/etc/x"], "/p", nil, ["etc/x", "p/a"], "/"),
            (["/etc/x"], nil, nil, ["x"], "/etc"),
            (["a", "src/b"], "/p", nil, ["a", "src/b"], nil),
            (["/p/a", "b"], "/p", nil, ["a", "b"], "/p"),
            (["/q/a", "b"], "/p/w", nil, ["q/a", "p/w/b"], "/"),
            (["/p/a", "/p/s/b"], "/p", "/p/s", ["b"], "/p/s"),
            (["C:\\w\\a.txt", "C:\\w\\d\\b"], nil, nil, ["a.txt", "d/b"], "/C:/w"),
            (["//p///./a"], "/p", nil, ["a"], "/p"),
            (["/p/a", "b"], "/p/.", nil, ["a", "b"], "/p"),
            (["/p/a", "b"], "/p/", nil, ["a", "b"], "/p"),
            (
                ["./x", "a//b", "ok/./b", "ok/.hidden", "ok/..."], nil, nil,
                ["x", "a/b", "ok/...", "ok/b", "ok/.hidden"], nil
            ),
            (["a\\b"], nil, nil, ["a\\b"], nil),
        ] as [([String], String?, String?, [String], String?)])
    func `absolute paths lose what they have in common`(
        paths: [String], working: String?, root: String?, places: [String], top: String?
    ) {
        let placement = FilePlacement(of: paths, workingFolder: working, root: root)
        #expect(self.places(placement) == places)
        #expect(placement.root == top)
    }

    @Test(arguments: [
        "../x", "a/../../x", "/p/../../etc/x", "a\0b", "", "/", ".", "..", "\\\\s\\..\\x",
        "C:\\..\\x", "ok/.", "ok/..", "ok/", "ok/./", "/ok/.", "./ok/.", "ok/../ok", "C:\\ok\\",
        "C:\\ok\\.", "./.", "//", ".git/hooks/post-checkout", "a/.GIT/config", "/p/./..",
        String(repeating: "n", count: 4000), String(repeating: "d/", count: 2000) + "f",
    ])
    func `a path that cannot be placed is left out, with a reason`(path: String) {
        let placement = FilePlacement(of: [path, "good"])
        #expect(places(placement) == ["good"])
        #expect(placement.leftOut.map(\.path) == [path])
        #expect(placement.leftOut.allSatisfy { !$0.reason.isEmpty })
    }

    @Test func `no two files get one place, and no file the place of a folder`() {
        let placement = FilePlacement(of: [
            "a", "./a", "a/b", "x/y/z", "x//y", "e\u{301}", "\u{E9}",
        ])
        #expect(
            places(placement)
                == ["./a", "e\u{301}", "x//y", "\u{E9}"].map {
                    $0.replacing("./", with: "").replacing("//", with: "/")
                })
        #expect(placement.leftOut.map(\.path) == ["a", "a/b", "x/y/z"])
    }

    @Test(
        arguments: [
            ("b", [], ["b"]), ("../b", ["d"], ["b"]), ("./x/./y", ["d"], ["d", "x", "y"]),
            ("..", ["d"], []), ("../../b", ["d"], nil), ("/etc/passwd", [], nil), ("..", [], nil),
            ("x/../../..", ["d"], nil), ("x/../y", [], nil), ("", [], nil), ("a\0b", [], nil),
        ] as [(String, [String], [String]?)])
    func `a link leads to a place inside, or is refused`(
        target: String, folder: [String], names: [String]?
    ) {
        #expect((try? LinkTarget(Array(target.utf8), in: folder))?.names == names)
    }
}
