import Foundation
import SessionAnswers
import Testing

@testable import session

@Suite("At a terminal")
struct TerminalTests {
    /// util-linux's `script` gives a command a terminal; its options are others elsewhere.
    static let hasScript = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

    private func terminal(_ command: String, _ environment: [String: String] = [:]) throws -> String
    {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let hostile = #"""
            {"type":"note.added","actor":"tool:web\u001b[2J",\#
            "data":{"text":"a\u001b]0;owned\u0007b\u009b31m\u202ec"}}
            """#
        #expect(try sandbox.session("append", "a.session", input: hostile).status == 0)
        return try sandbox.atTerminal(command, environment: environment).output
    }

    @Test(.withTerminal)
    func `rows are coloured and fit the width`() throws {
        let text = try terminal("log a.session", ["COLUMNS": "80"])
        #expect(text.contains("\u{1B}[3"))
        for line in text.split(separator: "\r\n") {
            let plain = line.replacing(#/\x1B\[[0-9;]*m/#, with: "")
            #expect(DisplayText.width(String(plain)) <= 80, "\(plain)")
        }
    }

    @Test(.withTerminal)
    func `nO_COLOR is obeyed`() throws {
        #expect(!(try terminal("log a.session", ["NO_COLOR": "1"])).contains("\u{1B}"))
    }

    @Test(.withTerminal)
    func `escape sequences of a transcript never reach the terminal`() throws {
        for command in ["log a.session", "show a.session", "show a.session --around 3"] {
            let text = try terminal(command, ["NO_COLOR": "1"])
            #expect(text.contains("␛]0;owned␇b"))
            #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x9B })
            #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x07 })
        }
    }

    @Test
    func `a reader that goes away ends the command quietly`() throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let run = try sandbox.shell(
            "for i in 1 2 3 4 5; do session log a.session --json; done | head -n 1; "
                + "session log a.session | true; echo ${PIPESTATUS[0]}")
        #expect(run.errors.isEmpty)
        #expect(run.lines.last == "141")
    }

    /// Neither is it the answer of `verify`, or of `merge` with a conflict, nor help that was read.
    @Test(
        arguments: [
            "verify a.session", "merge a.session idea", "merge a.session idea --json",
            "log a.session", "--help",
        ])
    func `a full output, and one that nobody reads, look like no answer`(verb: String) throws {
        let sandbox = try Sandbox()
        try sandbox.makeSession()
        let run = try sandbox.shell(
            """
            set() { session append a.session --branch $1 > set.txt <<END
            {"type":"setting.changed","subject":"model","data":{"value":"$2"}}
            END
            }
            session branch a.session idea > fork.txt; set idea m7; set main m8
            session \(verb) > /dev/full; echo $?
            session \(verb) 2> closed.txt | true; echo ${PIPESTATUS[0]}
            cat closed.txt
            """)
        #expect(run.lines == ["6", "141"], "\(run.output)")
        #expect(run.errors.contains("output takes no more"), "\(run.errors)")
    }
}
