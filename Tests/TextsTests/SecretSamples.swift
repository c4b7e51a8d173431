import Testing

/// A text with a secret in it, none of which ever opened anything.
struct SecretSample: Sendable, CustomTestStringConvertible {
    let name: String
    let before: String
    let secret: String
    let after: String

    init(_ name: String, before: String = "", _ secret: String, after: String = "") {
        self.name = name
        self.before = before
        self.secret = secret
        self.after = after
    }

    var text: String { before + secret + after }
    var masked: String { "\(before)[masked:\(name)]\(after)" }
    var testDescription: String { "\(name): \(before)\(secret.prefix(12))…" }
}

extension SecretSample {
    static let mixed = "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7bC9"
    static let hexadecimal = "0123456789abcdef0123456789abcdef"
    static let all = keys + values + urls + blocks

    private static func token(_ count: Int) -> String {
        String(String(repeating: mixed, count: count / mixed.count + 1).prefix(count))
    }

    private static let keys = [
        SecretSample("anthropic-key", "sk-ant-api03-" + mixed),
        SecretSample("openai-key", "sk-proj-" + mixed), SecretSample("openai-key", "sk-" + mixed),
        SecretSample("openai-key", "sk-admin-" + mixed),
        SecretSample("github-token", "ghp_" + token(36)),
        SecretSample("github-token", "ghs_" + token(36)),
        SecretSample("github-token", "ghs_" + token(80)),
        SecretSample("github-token", "ghs_123456_\(token(90)).\(token(200))-_\(token(40))"),
        SecretSample("github-token", "github_pat_" + mixed),
        SecretSample("gitlab-token", "glpat-" + token(20)),
        SecretSample("npm-token", "npm_" + token(36)),
        SecretSample("pypi-token", "pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAw" + mixed),
        SecretSample("aws-access-key", "AKIAIOSFODNN7EXAMPLE"),
        SecretSample("aws-access-key", "ASIAIOSFODNN7EXAMPLE"),
        SecretSample("google-key", "AIza" + token(35)),
        SecretSample("google-token", "ya29.a0AfH6SMBx-1234567890_abcdefghijklmnop"),
        SecretSample("huggingface-token", "hf_" + token(34)),
        SecretSample("groq-key", "gsk_" + token(52)), SecretSample("xai-key", "xai-" + token(80)),
        SecretSample("databricks-token", "dapi" + hexadecimal),
        SecretSample("slack-token", "xoxb-123456789012-" + mixed),
        SecretSample("slack-token", "xoxe-1-" + mixed),
        SecretSample("slack-token", before: "xoxe.", "xoxp-1-" + mixed),
        SecretSample("slack-token", "xapp-1-A01234567-0123456789012-" + hexadecimal),
        SecretSample("stripe-key", "sk_live_" + mixed),
        SecretSample("stripe-key", "sk_test_" + token(24)),
        SecretSample("stripe-key", "rk_test_" + token(24)),
        SecretSample("sendgrid-key", "SG.\(token(22)).\(token(43))"),
        SecretSample("twilio-key", "SK" + hexadecimal),
        SecretSample("age-key", "AGE-SECRET-KEY-1" + String(repeating: "Q", count: 58)),
        SecretSample(
            "jwt",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0."
                + "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"),
        SecretSample("jwt", "eyJhbGciOiJSUzI1NiJ9.eyJ\(token(300)).\(token(86))"),
    ]

    private static let values = [
        SecretSample("aws-secret-key", before: "aws_secret_access_key=", aws),
        SecretSample("aws-secret-key", before: "export AWS_SECRET_ACCESS_KEY='", aws, after: "'"),
        SecretSample("aws-secret-key", before: "aws configure set secret_access_key ", aws),
        SecretSample("aws-secret-key", before: #""SecretAccessKey": ""#, aws, after: #"","#),
        SecretSample("aws-secret-key", before: "<SecretAccessKey>", aws, after: "</S"),
        SecretSample("azure-key", before: "AccountName=a;AccountKey=", azure, after: ";End"),
        SecretSample("azure-key", before: "SharedAccessKey=", azure),
        SecretSample("basic-password", before: "Authorization: Basic ", "dXNlcjpodW50ZXIy"),
        SecretSample(
            "basic-password", before: #"{"authorization": "basic "#,
            "dXNlcjpwYXNzd29yZDEyMzQ1Njc4OTA=", after: #""}"#),
        SecretSample("api-key", before: "x-api-key: ", hexadecimal),
        SecretSample("api-key", before: #"{"X-API-Key": ""#, "a1-\(mixed)", after: #""}"#),
        SecretSample("bearer-token", before: "Bearer ", "abcdef" + hexadecimal),
        SecretSample("bearer-token", before: #"-H "authorization: bearer "#, mixed, after: "\""),
        SecretSample("bearer-token", before: "Authorization: Bearer ", "my-own-token-number-1"),
        SecretSample("bearer-token", before: "bearer ", "ab/cd+\(mixed)/\(mixed)=="),
        SecretSample(
            "signing-key", before: "PRIVATE+KEY+ana+deadbeef+",
            "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh"),
    ]

    private static let aws = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    private static let azure =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="

    private static let urls = [
        SecretSample(
            "url-password", before: "postgres://user:", "S3cretPassw0rd", after: "@db.example.org/x"
        ),
        SecretSample("url-password", before: "redis://:", "hunter-two!", after: "@[::1]:6379"),
        SecretSample("url-password", before: "https://ana:", "p@ss:w0rd", after: "@example.org"),
        SecretSample("url-password", before: "amqp://a:", "correct-horse", after: "@$HOST/"),
        SecretSample(
            "slack-webhook", before: "https://hooks.slack.com/services/",
            "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
    ]

    private static let line = "MIIEowIBAAKCAQEA0123456789abcdefghijklmnopqrstuvwxyz/BCDEFGHIJKL"
    private static let blocks = [
        SecretSample(
            "private-key",
            "-----BEGIN PRIVATE KEY-----\n"
                + "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                + "-----END PRIVATE KEY-----"),
        SecretSample(
            "private-key", "-----BEGIN RSA PRIVATE KEY-----\n\(line)\n\(line)\nMIIEow==",
            after: "\n\nThen the text goes on, and on."),
        SecretSample(
            "private-key", before: "cat key.pem\n",
            "-----BEGIN EC PRIVATE KEY-----\r\n\(line)\r\n\(line)"
        ),
        SecretSample(
            "private-key",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\n"
                + "\(line)\n\(line)", after: " is all that came"),
        SecretSample(
            "private-key", before: "     1→",
            "-----BEGIN RSA PRIVATE KEY-----\n     2→\(line)\n     3→\(line)",
            after: "\n\nand no more"),
        SecretSample(
            "private-key", "-----BEGIN RSA PRIVATE KEY-----\n\(line)",
            after: "\n-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----"),
    ]
}
