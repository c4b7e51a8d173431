import SessionModel
import Testing

@Suite struct SecretScannerTests {
    static let mixed = "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9"

    func names(_ text: String) -> [String] {
        SecretScanner.shared.ranges(in: Array(text.utf8)).map(\.name)
    }

    func masked(_ text: String) -> String? {
        SecretScanner.shared.mask(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("sk-ant-api03-" + mixed, "anthropic-key"), ("sk-proj-" + mixed, "openai-key"),
        ("sk-" + mixed, "openai-key"), ("ghp_" + mixed.prefix(36), "github-token"),
        ("github_pat_" + mixed, "github-token"), ("AKIAIOSFODNN7EXAMPLE", "aws-access-key"),
        ("AIza" + mixed.prefix(35), "google-key"), ("xoxb-1234567890-" + mixed, "slack-token"),
        ("glpat-" + mixed.prefix(20), "gitlab-token"),
        ("hf_" + mixed.prefix(34), "huggingface-token"),
        ("npm_" + mixed.prefix(36), "npm-token"), ("sk_live_" + mixed, "stripe-key"),
    ])
    func aProvidersKeyIsFoundWhereverItStands(secret: String, name: String) {
        for text in [secret, "key=\(secret);", #"{"a":"x\n\#(secret)"}"#, "(\(secret))"] {
            #expect(names(text) == [name], "\(text)")
            #expect(masked(text) == text.replacing(secret, with: "[masked:\(name)]"))
        }
    }

    @Test(arguments: [
        "", "plain text - with_under-scores", "task-\(mixed)",
        "sk-ant-colony-optimisation-in-python",
        "sk-this-is-a-long-css-class-name-without-digits-in-it", "ghp_short1", "AKIA", "xoxb-",
        "desk-" + mixed, "-----BEGIN PRIVATE KEY----- … -----END PRIVATE KEY-----",
        "Authorization: Bearer $TOKEN", "Bearer \(mixed)", "ghp_" + mixed + mixed,
    ])
    func whatOnlyLooksLikeAKeyIsNot(text: String) {
        #expect(names(text).isEmpty)
        #expect(masked(text) == nil)
    }

    @Test func `the token of an authorization header is masked and the header stays`() {
        for header in ["Authorization: Bearer ", #""authorization": "Bearer "#] {
            #expect(masked(header + Self.mixed) == header + "[masked:bearer-token]")
        }
    }

    @Test func `a private key is masked with its frame also inside JSON`() {
        let body = [Self.mixed, Self.mixed, Self.mixed]
        for separator in ["\n", #"\n"#] {
            let lines =
                ["-----BEGIN RSA PRIVATE KEY-----"] + body + ["-----END RSA PRIVATE KEY-----"]
            let text = "a " + lines.joined(separator: separator) + " b"
            #expect(masked(text) == "a [masked:private-key] b")
        }
    }

    @Test func `several secrets in one text are found in order`() {
        let text = "sk-ant-\(Self.mixed) AKIAIOSFODNN7EXAMPLE sk-ant-\(Self.mixed)"
        #expect(names(text) == ["anthropic-key", "aws-access-key", "anthropic-key"])
    }

    @Test func `masking twice changes nothing more`() {
        let once = masked("x sk-ant-\(Self.mixed) y") ?? ""
        #expect(masked(once) == nil)
    }
}
