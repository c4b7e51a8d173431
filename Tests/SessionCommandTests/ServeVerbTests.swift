import Foundation
import JSONText
import Testing

@testable import session

@Suite("session serve, token and member", .timeLimit(.minutes(5)))
struct ServeVerbTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    /// Starts a server in the background of a script: `$url`, `$token` and `$server` are set.
    private static let start = """
        serve() {
            : > out
            "$EXE" serve --json --data data --port 0 "$@" > out 2> err &
            server=$!
            for _ in $(seq 200); do [ -s out ] && break; sleep 0.05; done
            url=$(python3 -c 'import json; print(json.load(open("out"))["url"])')
        }
        serve
        token=$(python3 -c 'import json; print(json.load(open("out"))["token"])')
        ask() { curl -s -H "Authorization: Bearer $token" "$@"; }
        member() { session member --data data --json | python3 -c "import json, sys
        print(json.loads(next(sys.stdin))['$1'])"; }
        project=$(member project)

        """

    /// The command's own path is needed, too: what is killed has to be the server itself.
    private func shell(_ script: String) throws -> Sandbox.Run {
        let path = try #require(Sandbox.executable).path
        return try sandbox.shell(script, environment: ["EXE": path])
    }

    /// What was acknowledged is there after the process was killed while it wrote.
    @Test
    func `a server that is killed loses nothing that it acknowledged`() throws {
        let run = try shell(
            Self.start + """
                make() { ask -d "{\\"project\\":\\"$project\\",\\"title\\":\\"$1\\"}" \\
                    "$url/api/sessions" | cut -d '"' -f 4; }
                write() {
                    id=$1
                    form='{"expecting":"any","events":[{"type":"note.added",'
                    form+='"data":{"text":"%s"}}]}'
                    for number in $(seq 500); do
                        body=$(printf "$form" "n$number-")
                        status=$(ask -o /dev/null -w '%{http_code}' -d "$body" \\
                            "$url/api/sessions/$id/events") || return 0
                        [ "$status" = 201 ] && echo "$id n$number-" >> acknowledged
                    done
                }
                : > acknowledged
                for writer in 1 2 3; do write "$(make "$writer")" & done
                for _ in $(seq 600); do
                    [ "$(cut -d ' ' -f 1 acknowledged | sort -u | wc -l)" = 3 ] &&
                        [ "$(wc -l < acknowledged)" -gt 60 ] && break
                    sleep 0.05
                done
                kill -9 $server
                wait
                count=$(wc -l < acknowledged)
                [ "$count" -gt 60 ] || { echo "only $count"; exit 1; }
                serve
                while read -r id note; do
                    ask "$url/api/sessions/$id/events?limit=1000" > "$id.json"
                    grep -q "\\"$note\\"" "$id.json" || echo "lost $note of $id"
                done < acknowledged
                kill -TERM $server
                wait $server
                echo "ended with $?"
                for file in data/projects/$project/*.session data/projects/$project.session; do
                    session verify "$file"
                done
                """)
        #expect(!run.output.contains("lost"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("ended with 0"), "\(run.output)\(run.errors)")
        let sound = run.lines.count { $0.hasSuffix("no findings") }
        #expect(sound == 4, "\(run.output)\(run.errors)")
    }

    @Test
    func `a folder is managed beside a server that runs`() throws {
        let run = try shell(
            Self.start + """
                ana=$(session token --data data --user ana)
                look() { curl -s -o /dev/null -w '%{http_code} ' \\
                    -H "Authorization: Bearer $ana" "$url/api/projects/$project"; }
                look
                session member --data data --project $project --user ana --role reader > /dev/null
                look
                session member --data data --project $project --user ana --remove > /dev/null
                look
                kill -TERM $server
                wait $server
                echo $?
                session member --data data
                session log data/projects/$project.session --kind member.changed --json | wc -l
                """)
        #expect(run.lines.first == "404 200 404 0", "\(run.output)\(run.errors)")
        #expect(run.lines.contains { $0.hasSuffix("owner  owner") })
        #expect(run.lines.last == "3")
        let wrong = [
            ["token", "--data", "data"], ["member", "--data", "data", "--user", "ana"],
            ["serve"], ["serve", "--data", "data", "--port", "70000"],
            ["serve", "--data", "data", "--certificate", "x"],
        ]
        for arguments in wrong { #expect(try sandbox.run(arguments).status == 2, "\(arguments)") }
        let role = try sandbox.session(
            "member", "--data", "data", "--project", "x", "--user", "ana", "--role", "king")
        #expect(role.status == 3, "\(role.errors)")
    }

    @Test
    func `with a certificate it speaks TLS, and nothing else`() throws {
        let run = try shell(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \\
                -subj /CN=localhost -addext subjectAltName=DNS:localhost \\
                -keyout key.pem -out chain.pem 2> /dev/null
            "$EXE" serve --json --data data --port 0 --certificate chain.pem \\
                --certificate-key key.pem > out 2> err &
            server=$!
            for _ in $(seq 200); do [ -s out ] && break; sleep 0.05; done
            port=$(grep -Eo ':[0-9]+"' out | grep -Eo '[0-9]+')
            curl -s --cacert chain.pem "https://localhost:$port/health"
            echo
            curl -s -o /dev/null "https://localhost:$port/health" || echo "unknown: $?"
            curl -s -m 5 -o /dev/null "http://localhost:$port/health" || echo "plain: refused"
            kill -TERM $server
            wait $server
            echo "no certificate" > wrong.pem
            "$EXE" serve --data data --port 0 --certificate wrong.pem --certificate-key key.pem \\
                2>&1 > /dev/null || echo "status $?"
            """)
        #expect(run.lines.first == #"{"status":"ok"}"#, "\(run.output)\(run.errors)")
        #expect(run.output.contains("unknown: 60") && run.output.contains("plain: refused"))
        #expect(run.output.contains("wrong.pem and key.pem are no certificate with its key"))
        #expect(run.lines.last == "status 2", "\(run.output)")
    }

    @Test
    func `options stand in the environment and in a file, too`() throws {
        let file = sandbox.folder.appending(path: "serve.json")
        try Data(#"{"data": "data", "port": 1, "maxRate": 7}"#.utf8).write(to: file)
        let run = try shell(
            """
            SESSION_STORE_PORT=0 "$EXE" serve --config serve.json --max-listeners 3 > out &
            server=$!
            for _ in $(seq 200); do grep -q listeners out && break; sleep 0.05; done
            sleep 0.2
            kill -TERM $server
            cat out
            """)
        #expect(run.output.contains("7 requests of a user a minute"), "\(run.output)\(run.errors)")
        #expect(run.output.contains("127.0.0.1:0") && run.output.contains("data"))
        #expect(run.output.split(separator: "\n").contains { $0.hasSuffix("  3") })
    }
}
