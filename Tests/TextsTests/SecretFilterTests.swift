import Testing
import Texts

@Suite struct SecretFilterTests {
    private static let mixed = SecretScannerTests.mixed
    private static let key = String(repeating: "MIIEvQIBADANBg\nkqhkiG9w0BAQ/+", count: 40)
    private static let plain = [
        "", "Nothing to hide: 1 + 1 = 2.", "key=sk-ant-api03-\(mixed); then more",
        "(ghp_\(mixed.prefix(36)))(AKIAIOSFODNN7EXAMPLE)", "x.sk-proj-\(mixed)",
        "curl -H 'Authorization: Bearer \(mixed)\(mixed)' there", "desk-\(mixed) is none",
        "Write\n-----BEGIN RSA PRIVATE KEY-----\n\(key)\n-----END RSA PRIVATE KEY-----\nthere",
        "The line -----BEGIN PRIVATE KEY----- is how it begins, and -----END PRIVATE KEY----- ends",
        "-----BEGIN CERTIFICATE-----\n\(key)", "Zeile → 日本 🙂 sk-ant-api03-\(mixed) 🙂",
        "x.\(mixed)\(mixed)\(mixed)\(mixed)\(mixed)\(mixed)\(mixed).sk-\(mixed)-\(mixed)",
        "sk-\(mixed) Bearer \(mixed)\nAKIAIOSFODNN7EXAMPLE:sk-\(mixed)/ghp_\(mixed.prefix(36))",
        "postgres://ana:\(mixed)@\(mixed)@host sk-\(mixed)@host", "Basic authorization: Basic a:b",
        "\"-----BEGIN PRIVATE KEY-----\\n\" +\n \"\(mixed)\\n\" + \"-----END PRIVATE KEY-----\"",
        #"["-----BEGIN PRIVATE KEY-----\n","\#(mixed)",{"-----END PRIVATE KEY-----":1}]"#,
        "-----BEGIN RSA PRIVATE KEY of 2048 bits, and -----BEGIN PRIVATE KEYS----- \(mixed)",
        #"{"a":"https:\/\/ana:S3cret\/x@h","b":"aws_secret_access_key=wJalrXUtnFEMI\/K7MDENG"}"#,
    ]
    private static let texts =
        plain + SecretSample.all.map { "→ see\n\($0.text), \($0.text)\n\nand on. \($0.text)" }

    @Test(arguments: texts)
    func `wherever a text is cut in two, what comes out is a beginning of it, masked`(
        text: String
    ) {
        let bytes = Array(text.utf8)
        let masked = SecretScanner.shared.mask(bytes) ?? bytes
        for cut in text.indices {
            var filter = SecretFilter()
            filter.add(String(text[..<cut]))
            let first = filter.take()
            #expect(masked.starts(with: first.utf8), "cut before \(text[cut...].prefix(20))")
            filter.add(String(text[cut...]))
            let rest = filter.take() + filter.take(isLast: true)
            #expect(Array((first + rest).utf8) == masked)
        }
    }

    @Test(arguments: texts)
    func `cut into characters it comes out the same`(text: String) {
        let bytes = Array(text.utf8)
        var filter = SecretFilter()
        var result = ""
        for character in text {
            filter.add(String(character))
            result += filter.take()
        }
        result += filter.take(isLast: true)
        #expect(Array(result.utf8) == SecretScanner.shared.mask(bytes) ?? bytes)
    }

    @Test func `what cannot become a secret is not held back`() {
        var filter = SecretFilter()
        filter.add("The answer is forty-two. ")
        #expect(filter.take() == "The answer is forty-two. ")
        filter.add("-----BEGIN of a story, which goes on and on and has nothing to do with keys. ")
        #expect(filter.take().hasSuffix("keys. "))
        filter.add(String(repeating: "A", count: 100_000))
        #expect(filter.take().utf8.count == 99_744)
    }
}
