import Foundation
import SessionFormats
import SessionStore
import Testing
import Texts

/// What `diff` writes in a pipe, applied by the programs that it is for to what `checkout` wrote.
@Suite("A difference is a patch")
struct PatchTests {
    private static func link(_ path: String, to target: String) -> String {
        Sandbox.file(path, target, mode: "120000")
    }

    private static func removed(_ path: String) -> String {
        #"{"type":"file.changed","subject":"\#(path)","data":{"removed":true}}"# + "\n"
    }

    private static func renamed(_ old: String, _ new: String, _ content: String) -> String {
        let text = Data(content.utf8).base64EncodedString()
        return removed(old)
            + #"{"type":"file.changed","subject":"\#(new)","contentbytes":\#(content.utf8.count),"#
            + #""data":{"mode":"100644","renamedFrom":"\#(old)","contentBase64":"\#(text)"}}"#
            + "\n"
    }

    private static let long = (1...40).map { "line \($0)\n" }.joined()

    private static let before =
        Sandbox.file("/p/tabs.txt", "\tone\n\ttwo\r\nthree") + Sandbox.file("/p/a b.txt", long)
        + Sandbox.file("/p/say \"ü\"\\.txt", "x\n") + Sandbox.file("/p/run.sh", "x\n")
        + Sandbox.file("/p/gone", "gone\n") + Sandbox.file("/p/was/old.txt", long)
        + Sandbox.file("/p/empty", "") + Sandbox.file("/p/--- a", "1\n-- b\n")
        + link("/p/l", to: "a b.txt")
        + Sandbox.file("/p/kind", "target")

    private static let after =
        Sandbox.file("/p/tabs.txt", "\tone\n\t2\r\n\tthree\n")
        + Sandbox.file(
            "/p/a b.txt", long.replacing("line 3\n", with: "").replacing("line 30\n", with: "X\n"))
        + Sandbox.file("/p/say \"ü\"\\.txt", "y\u{1B}[31m\n")
        + Sandbox.file("/p/run.sh", "x\n", mode: "100755") + removed("/p/gone")
        + renamed("/p/was/old.txt", "/p/is/new.txt", long.replacing("line 7\n", with: "seven\n"))
        + removed("/p/empty") + Sandbox.file("/p/new/empty", "")
        + Sandbox.file("/p/--- a", "1\n++ c\n") + link("/p/l", to: "run.sh")
        + Sandbox.file("/p/new/file.txt", "no end")
        + #"{"type":"prompt.submitted","data":{"text":"--- a/run.sh\n+++ b/run.sh\n"#
        + #"@@ -1 +1 @@\n-x\n+z"}}"#

    private func makeSession(_ more: String = "", _ moreAfter: String = "") throws -> Sandbox {
        let box = try Sandbox()
        try box.session("new", "a.session")
        for (events, tag) in [(Self.before + more, "then"), (Self.after + "\n" + moreAfter, "now")]
        {
            let run = try box.session("append", "a.session", input: events)
            try #require(run.status == 0, "\(run.errors)")
            try box.session("tag", "a.session", tag)
        }
        return box
    }

    /// Applies the difference there and back, and compares with what checkouts hold.
    private func apply(_ tool: String, in box: Sandbox) throws -> Sandbox.Run {
        try box.shell(
            """
            set -e; export GIT_CEILING_DIRECTORIES="$PWD"
            for m in then now; do session checkout a.session $m -o $m --root /p > out; done
            for pair in "then now" "now then"; do
                set -- $pair
                cp -a $1 work
                session diff a.session $1 $2 --root /p > change.patch
                (cd work && \(tool) < ../change.patch)
                diff -r --no-dereference $2 work
                # Executables are the same ones, and so are links.
                kinds() { (cd $1 && find . -type f -perm -100 -o -type l | sort); }
                [ "$(kinds $2)" = "$(kinds work)" ]
                rm -r work
            done
            """)
    }

    @Test(arguments: ["git apply --whitespace=nowarn", "patch -p1 -s"])
    func `it applies there and back`(tool: String) throws {
        let run = try apply(tool, in: makeSession())
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }

    @Test func `what is no text, and a file that becomes a link, go with git`() throws {
        let binary = String(repeating: "\0\u{1}abc", count: 30_000)
        // Lines of base 85 hold 52 bytes, and say in one letter how many: up to 26 in capitals.
        let sizes = (10...70).map { size in
            Sandbox.file("/p/n\(size)", "\0" + String(repeating: "x", count: size - 1))
        }.joined()
        let box = try makeSession(
            Sandbox.file("/p/pic", "\0\u{1}") + Sandbox.file("/p/big", binary),
            Sandbox.file("/p/pic", "\0\u{2}\u{2}", mode: "100755")
                + Sandbox.file("/p/big", "text\n")
                + Sandbox.file("/p/fresh", "\0") + sizes + Self.link("/p/kind", to: "tabs.txt"))
        let run = try apply("git apply --whitespace=nowarn", in: box)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }

    @Test func `what cannot be in it is said, and the rest applies`() throws {
        let box = try makeSession(
            "", #"{"type":"file.changed","subject":"/p/x.py","data":{"unknown":"not seen"}}"#)
        let patch = try box.session("diff", "a.session", "then", "now", "--root", "/p")
        #expect(patch.lines.contains("/p/x.py is not in this patch: not seen"))
        let run = try apply("git apply --whitespace=nowarn", in: box)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }

    @Test(arguments: [("a\n", "a\0"), ("a\0", "a\n"), ("\0", "\u{1}\0")])
    func `where one of the two is no text, there are no lines to show`(old: String, new: String) {
        let diff = UnifiedDiff(old: TextLines(Array(old.utf8)), new: TextLines(Array(new.utf8)))
        #expect(diff.isBinary && diff.lines.isEmpty)
    }
}
