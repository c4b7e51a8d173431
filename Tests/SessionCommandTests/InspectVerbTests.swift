import Foundation
import Testing

@testable import session

@Suite("session inspect", .timeLimit(.minutes(2)))
struct InspectVerbTests {
    let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    @Test
    func `its link opens the page on the session and the moment, and nothing stays behind`()
        throws
    {
        let path = try #require(Sandbox.executable).path
        let run = try sandbox.shell(
            """
            session new a.session --title One > /dev/null
            session append a.session --prompt Hi > /dev/null
            "$EXE" inspect a.session main@2 --json --user ana > out 2> err &
            server=$!
            for _ in $(seq 200); do [ -s out ] && break; sleep 0.05; done
            cut -d '"' -f 4 < out
            code=$(grep -Eo 'code=[0-9a-f]+' out | cut -d = -f 2)
            base=$(grep -Eo 'http://[0-9.:]+' out)
            token=$(curl -s "$base/api/sign-in" -d "{\\"code\\":\\"$code\\"}" |
                python3 -c 'import json, sys; print(json.load(sys.stdin)["token"])')
            curl -s -H "Authorization: Bearer $token" "$base/api/sessions" |
                python3 -c 'import json, sys
            print([s["title"] for s in json.load(sys.stdin)["sessions"]])'
            curl -s -o /dev/null -w '%{http_code}\\n' -H 'Host: evil.example' "$base/"
            kill -TERM $server
            wait $server
            echo "ended with $?"
            ls -A
            """, environment: ["EXE": path])
        let address = try #require(run.lines.first)
        #expect(address.contains(##/^http:\/\/127\.0\.0\.1:\d+\/#\/[0-9a-f-]{36}\/main@2\?code=/##))
        #expect(run.lines.contains("['One']"), "\(run.output)\(run.errors)")
        #expect(run.lines.contains("421") && run.lines.contains("ended with 0"))
        #expect(!run.output.contains(".copy-session-"), "\(run.output)")
    }

    @Test
    func `what cannot be looked at is refused with what to do`() throws {
        let missing = try sandbox.session("inspect", "none.session")
        #expect(missing.status == 3 && missing.errors.contains("none.session"))
        #expect(try sandbox.run(["inspect", "--port", "70000"]).status == 2)
    }
}
