import Foundation
import JSONText
import Testing
import Texts

@Suite struct SecretScannerTests {
    static let mixed = SecretSample.mixed

    func names(_ text: String) -> [String] {
        SecretScanner.shared.ranges(in: Array(text.utf8)).map(\.name)
    }

    func masked(_ text: String) -> String? {
        SecretScanner.shared.mask(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: SecretSample.all)
    func `a secret is found wherever it stands, and nothing but it is masked`(
        sample: SecretSample
    ) {
        for (before, after) in [("", ""), ("see ", " there"), ("(", ")"), ("日本\n", "\n日本")] {
            let text = before + sample.text + after
            #expect(masked(text) == before + sample.masked + after, "\(text)")
        }
    }

    @Test(arguments: SecretSample.all)
    func `a secret is found inside JSON, however its slashes are written`(sample: SecretSample) {
        for text in ["x\n\(sample.text)", "x\t\"\(sample.text)\"\n→"] {
            let expected = JSON.string(text.replacing(sample.text, with: sample.masked)).description
            let json = JSON.string(text).description
            #expect(masked(json) == expected, "\(json)")
            let twice = JSON.string(json).description
            #expect(masked(twice) == JSON.string(expected).description, "\(twice)")
            let slashes = masked(json.replacing("/", with: #"\/"#))
            #expect(slashes?.replacing(#"\/"#, with: "/") == expected, "\(json)")
        }
    }

    @Test(arguments: [
        "", "plain text - with_under-scores", "task-\(mixed)",
        "sk-ant-colony-optimisation-in-python",
        "sk-this-is-a-long-css-class-name-without-digits-in-it", "ghp_short1", "AKIA", "xoxb-",
        "desk-" + mixed, "-----BEGIN PRIVATE KEY----- … -----END PRIVATE KEY-----",
        "Authorization: Bearer $TOKEN", "ghp_" + mixed + mixed,
        "A Bearer token is sent", "Bearer authentication-with-oauth2-tokens-in-python3",
        "the bearer of-this-letter-2-be-read-aloud", "Bearer sk-…", "sk-…", "sk-proj-...",
        "Authorization: Basic authentication", "Authorization: Basic $(base64 pair)",
        "Authorization: Basic <credentials>", "authorization, basic to all of it: Basic rules",
        "x-api-key: YOUR_API_KEY", "x-api-key: $ANTHROPIC_API_KEY", "x-api-key: <your key here>",
        "--api-key flag, x-api-key header", #"headers["x-api-key"] = request.apiKeyOfTheUser2"#,
        "postgres://${DB_USER}:${DB_PASS}@localhost/mydb", "postgres://user:$PASSWORD@host",
        "mysql://user:<password>@host", "mysql://user:***@host", "mysql://user:password@host",
        "mysql://ana:YOUR_DB_PASSWORD@host", "mysql://root:root@host", "ftp://a:xxxxxxxx@host",
        "ssh://git@host", "http://localhost:8080/@foo", "https://user@host", "me@example.org",
        "https://example.org:8080/a:b@c", "npm i @scope/a:1 @types/node@20", "f\"://{u}:{p}@{h}\"",
        "aws_secret_access_key=", "AWS_SECRET_ACCESS_KEY=${{ secrets.AWS_SECRET_ACCESS_KEY }}",
        "secret_access_key: da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "aws_secret_access_key = YOURSECRETACCESSKEYGOESHEREANDNOWHEREELSE",
        "AccountKey=<key>;", "AccountKey=myAccountKey1", "SharedAccessKeyName=RootManage",
        "https://hooks.slack.com/services/YOUR/WEBHOOK/URL", "https://hooks.slack.com/help/a/b/1",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJhbGciOiJIUzI1NiJ9.payload.signature",
        "ya29.…", "SG.1.2", "SKIP", "SK01234567890123456789012345678ZZZ", "dapi-endpoint",
        "pypi-upload-of-the-package-2-to-the-index", "xai-sdk-python", "gsk_", "sk_test_mode",
        "xapp-", "AGE-SECRET-KEY-1...", "PRIVATE+KEY+name+number+base64", "https://ana:b@c",
        "ghs_a_rather_long_name_in_snake_case_with_the_number_2",
        "The line -----BEGIN PRIVATE KEY----- begins a key; openssl writes base 64 of 64 columns "
            + "behind it, and nothing else that a reader would understand immediately, see "
            + "RFC 7468, section 10, for what it is, and -----END PRIVATE KEY----- ends it.",
        "-----BEGIN PRIVATE KEY-----\nYOUR_PRIVATE_KEY_HERE\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----",
        "grep -r -e '-----BEGIN RSA PRIVATE KEY-----' /usr/local/share/keys1\nand\nso\non",
    ])
    func `what only looks like a secret is none`(text: String) {
        #expect(names(text).isEmpty)
        #expect(masked(text) == nil)
        let json = JSON.string("x\n\(text)\n").description
        #expect(masked(json) == nil)
    }

    @Test func `a private key is masked with its frame also inside JSON`() {
        let body = [Self.mixed, Self.mixed, Self.mixed]
        for separator in ["\n", #"\n"#, #"\\n"#, "\r\n", "\\n\" +\n  \""] {
            let lines =
                ["-----BEGIN RSA PRIVATE KEY-----"] + body + ["-----END RSA PRIVATE KEY-----"]
            let text = "a " + lines.joined(separator: separator) + " b"
            #expect(masked(text) == "a [masked:private-key] b")
        }
    }

    @Test(arguments: [
        #"{"x":{"a":"-----BEGIN PRIVATE KEY-----\n\#(code)\n"},"b":"-----END PRIVATE KEY-----"}"#,
        #"[{"a":"-----BEGIN PRIVATE KEY-----\n\#(code)"},{"b":"-----END PRIVATE KEY-----"}]"#,
        #"{"a":"-----BEGIN PRIVATE KEY-----\n","b":["\#(code)"],"c":"\#(code)"}"#,
        #"{"a":"-----BEGIN PRIVATE KEY-----\n\#(code)\"","b":["-----END PRIVATE KEY-----"]}"#,
        #"["-----BEGIN PRIVATE KEY-----\n", "\#(code)\n", "-----END PRIVATE KEY-----\n"]"#,
        #"["-----BEGIN PRIVATE KEY-----\n", "\#(code)", {"-----END PRIVATE KEY-----":1}]"#,
        #"{"x-api-key": 12345678901234567890, "api-key": -1234567890123456e12}"#,
        #"{"AccountKey": 1234567890123456789012345678901234567890E12}"#,
        #"{"a":"x-api-key","b":"12345678901234567890abc"}"#,
    ])
    func `what was JSON is JSON when it is masked`(text: String) throws {
        for text in [text, text.replacing("/", with: #"\/"#)] {
            let bytes = Array(text.utf8)
            let fields = try JSON(validating: bytes).members.map(\.key)
            let result = try JSON(validating: SecretScanner.shared.mask(bytes) ?? bytes)
            #expect(result.members.map(\.key) == fields, "\(result)")
        }
    }

    private static let code = mixed.prefix(40) + "/" + mixed.prefix(23)

    @Test func `several secrets in one text are found in order`() {
        let text = "sk-ant-\(Self.mixed) AKIAIOSFODNN7EXAMPLE sk-ant-\(Self.mixed)"
        #expect(names(text) == ["anthropic-key", "aws-access-key", "anthropic-key"])
        let all = SecretSample.all.map { "\n\n" + $0.text }.joined() + "\n"
        #expect(names(all) == SecretSample.all.map(\.name))
    }

    @Test func `masking twice changes nothing more`() {
        for sample in SecretSample.all {
            let once = masked("x \(sample.text) y") ?? ""
            #expect(masked(once) == nil, "\(once)")
        }
    }

    /// Real transcripts, which are no part of the repository.
    private static let transcripts = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data")

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: transcripts.path),
            "there are no transcripts in ../shared/data"))
    func `the beginnings of real transcripts give no false alarm`() throws {
        let files = try #require(FileManager.default.enumerator(atPath: Self.transcripts.path))
        var count = 0
        for case let path as String in files {
            let url = Self.transcripts.appending(path: path)
            guard let data = try? Data(contentsOf: url) else { continue }
            let found = SecretScanner.shared.ranges(in: Array(data.prefix(1 << 16))).map(\.name)
            #expect(found.isEmpty, "\(path)")
            count += 1
        }
        #expect(count > 0)
    }
}
