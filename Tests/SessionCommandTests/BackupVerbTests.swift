import Foundation
import Testing

@testable import session

@Suite("session backup and restore-backup", .timeLimit(.minutes(5)))
struct BackupVerbTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    /// Makes a server's data with sessions in them: `$project` and `$folder` are set.
    private static let data = """
        : > out
        "$EXE" serve --json --data data --port 0 > out 2> err &
        server=$!
        for _ in $(seq 200); do [ -s out ] && break; sleep 0.05; done
        kill -TERM $server
        wait $server
        project=$(session member --data data --json | cut -d '"' -f 4)
        folder=data/projects/$project
        note() { for n in $(seq $1); do printf '{"type":"note.added","data":{"text":"n%s"}}\\n' $n
            done; }
        for name in a b c d; do
            session new $folder/$name.session > said
            note 400 | session append $folder/$name.session > said
        done

        """

    private func shell(_ script: String) throws -> Sandbox.Run {
        let path = try #require(Sandbox.executable).path
        return try sandbox.shell(Self.data + script, environment: ["EXE": path])
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(
            atPath: sandbox.folder.appending(path: folder).path
        ).filter { $0.hasSuffix(".session") }.sorted()
    }

    /// Each life of it a little longer than the one before.
    @Test
    func `a backup that is killed leaves each file as it was or as it was to be`() throws {
        let run = try shell(
            """
            killed=0
            for life in $(seq 0 19); do
                for name in a b c d; do
                    note 40 | session append $folder/$name.session > said
                    [ $((life % 3)) = 0 ] && session compact $folder/$name.session > said
                done
                "$EXE" backup target --data data > report 2>&1 &
                backup=$!
                sleep 0.$(printf '%02d' $((life * 3)))
                kill -9 $backup 2> /dev/null
                wait $backup 2> /dev/null
                [ $? = 137 ] && killed=$((killed + 1))
                for file in $(find target -name '*.session' -not -name '.*' 2> /dev/null); do
                    session verify $file | grep -v 'no findings'
                done
            done
            echo "killed $killed"
            session backup target --data data --verify || cat report
            ls -a target/projects/$project | grep -c new-
            session restore-backup target restored
            for file in a b c d; do
                for root in data target restored; do
                    session log $root/projects/$project/$file.session --json | sha256sum
                done | sort -u | wc -l
            done
            """)
        #expect(!run.output.contains("findings\n") || run.output.contains("no findings"))
        let killed = run.lines.first { $0.hasPrefix("killed ") }?.split(separator: " ").last
        #expect((killed.flatMap { Int($0) } ?? 0) > 3, "\(run.output)\(run.errors)")
        #expect(run.lines.contains { $0.hasSuffix("checked, no findings") }, "\(run.output)")
        #expect(run.lines.contains("restored 5 sessions to restored"), "\(run.output)")
        #expect(Array(run.lines.suffix(4)) == ["1", "1", "1", "1"], "\(run.output)\(run.errors)")
        #expect(run.lines.contains("0"), "\(run.output)")
        #expect(run.lines.first?.hasPrefix("killed") == true, "\(run.output)")
    }

    @Test
    func `what the verbs say, to people and to programs`() throws {
        let made = try shell("echo $project")
        let project = try #require(made.lines.last)
        let first = try sandbox.session("backup", "target", "--data", "data")
        #expect(first.status == 0 && first.lines.first?.hasPrefix("target: 5 files, ") == true)
        #expect(first.lines.last == "0 unchanged, 5 copied as a whole", "\(first.output)")
        let prompt = #"{"type":"note.added","data":{"text":"more"}}"#
        let session = "data/projects/\(project)/a.session"
        #expect(try sandbox.session("append", session, input: prompt).status == 0)
        let second = try sandbox.session("backup", "target", "--data", "data", "--json")
        #expect(second.output.contains(#""grown":1"#) && second.output.contains(#""events":1"#))
        let check = try sandbox.session("backup", "target", "--verify", "--json")
        #expect(check.status == 0 && check.output.contains(#""checked":5"#), "\(check.output)")
        let restored = try sandbox.session("restore-backup", "target", "new", "--json")
        #expect(restored.status == 0 && restored.output.contains(#""later":0"#))
        #expect(try names("new") == names("data"))
        let told = try sandbox.session("restore-backup", "target", "newer")
        #expect(told.output.contains("session token --data newer --user NAME"))
        let file = try names("target").filter { $0.hasSuffix("b.session") }
        let place = sandbox.folder.appending(path: "target/\(file[0])")
        try Data("damage".utf8).write(to: place)
        let found = try sandbox.session("backup", "target", "--verify")
        #expect(found.status == 1 && found.output.contains("b.session: "), "\(found.output)")
        #expect(try sandbox.session("backup", "target", "--verify", "--json").status == 1)
        let partly = try sandbox.session("restore-backup", "target", "most", "--json")
        #expect(partly.status == 1 && partly.output.contains("b.session"))
        // A copy that cannot be opened is replaced by the next run.
        let healed = try sandbox.session("backup", "target", "--data", "data", "--verify")
        #expect(healed.status == 0 && healed.output.contains("1 copied as a whole"))
    }

    @Test
    func `a time and a position lead back`() throws {
        let run = try shell(
            """
            session backup target --data data > report
            id=$(session info $folder/a.session --json | sed 's/.*"session":"\\([^"]*\\)".*/\\1/')
            session restore-backup target then --at 2000-01-01
            echo "status $?"
            session restore-backup target then --at 2100-01-01
            rm $folder/a.session
            session restore-backup target data --session $id --position 100
            session info $folder/a.session --json | grep -o '"events":[0-9]*'
            session verify $folder/a.session
            session log data/projects/$project.session --kind entry.restored --json | wc -l
            """)
        #expect(run.lines.contains("status 3"), "\(run.output)\(run.errors)")
        #expect(run.lines.contains("restored 5 sessions to then"), "\(run.output)\(run.errors)")
        #expect(run.output.contains(#""events":100"#), "\(run.output)\(run.errors)")
        #expect(run.output.contains("no findings") && run.lines.last == "1")
    }

    @Test
    func `wrong use is refused, and changes nothing`() throws {
        _ = try shell("session backup target --data data > report")
        let usage = [
            ["backup"], ["backup", "target"], ["restore-backup", "target"],
            ["restore-backup", "target", "new", "--position", "3"],
            ["restore-backup", "target", "new", "--session", "x", "--position", "0"],
            [
                "restore-backup", "target", "new", "--session", "x", "--position", "3", "--at",
                "2026",
            ],
            ["restore-backup", "target", "new", "--at", "soon"],
            ["backup", "data/backup", "--data", "data"], ["backup", "data", "--data", "data"],
            ["backup", "new", "--verify"], ["restore-backup", "data", "new"],
            ["serve", "--data", "data", "--backup", "target", "--backup-hours", "0"],
            ["serve", "--data", "data", "--backup", "data/backup", "--port", "0"],
        ]
        for arguments in usage {
            #expect(try sandbox.run(arguments).status == 2, "\(arguments)")
        }
        let missing = [
            ["backup", "new", "--data", "nothing"],
            ["restore-backup", "target", "new", "--session", "x"],
            ["restore-backup", "target", "new", "--project", "x"],
        ]
        for arguments in missing {
            let run = try sandbox.run(arguments + ["--json"])
            #expect(run.status == 3, "\(arguments) \(run.errors)")
        }
        let taken = try sandbox.session("restore-backup", "target", "data")
        #expect(taken.status == 4 && taken.errors.contains("Restore into a new folder"))
        #expect(!Sandbox.exists(sandbox.folder.appending(path: "new").path))
    }
}
