/// How one kind of secret is written: a fixed beginning and a tail of known characters.
struct SecretPattern: Sendable {
    /// What a mask and a report call it.
    let name: String
    let prefix: [UInt8]
    /// Where in the prefix its rarest character stands, by which the scan finds it.
    let anchor: Int
    /// Fewest bytes after the prefix.
    let minimum: Int
    /// Most bytes after the prefix; a longer run is something else.
    let maximum: Int
    /// Characters beside letters and digits that the tail may have.
    let extra: [UInt8]
    /// Words such as `sk-ant-colony-simulation-in-python` have no digit or no capital.
    let needsDigit: Bool
    let needsCapital: Bool

    init(
        _ name: String, _ prefix: String, anchor: Character, _ minimum: Int, max: Int = 512,
        extra: String = "", needsDigit: Bool = true, needsCapital: Bool = false
    ) {
        self.name = name
        self.prefix = Array(prefix.utf8)
        self.anchor =
            prefix.firstIndex(of: anchor).map {
                prefix.utf8.distance(from: prefix.startIndex, to: $0)
            } ?? 0
        self.minimum = minimum
        maximum = max
        self.extra = Array(extra.utf8)
        self.needsDigit = needsDigit
        self.needsCapital = needsCapital
    }

    /// The well-known ones; of two with the same beginning the longer stands first.
    static let wellKnown: [SecretPattern] = [
        SecretPattern("anthropic-key", "sk-ant-", anchor: "-", 20, extra: "-_"),
        SecretPattern("openai-key", "sk-proj-", anchor: "-", 20, extra: "-_"),
        SecretPattern("openai-key", "sk-svcacct-", anchor: "-", 20, extra: "-_"),
        SecretPattern("openrouter-key", "sk-or-v1-", anchor: "-", 32),
        SecretPattern("openai-key", "sk-", anchor: "-", 32, extra: "-_", needsCapital: true),
        SecretPattern("github-token", "ghp_", anchor: "_", 36, max: 36),
        SecretPattern("github-token", "gho_", anchor: "_", 36, max: 36),
        SecretPattern("github-token", "ghu_", anchor: "_", 36, max: 36),
        SecretPattern("github-token", "ghs_", anchor: "_", 36, max: 36),
        SecretPattern("github-token", "ghr_", anchor: "_", 36, max: 76),
        SecretPattern("github-token", "github_pat_", anchor: "_", 40, extra: "_"),
        SecretPattern("aws-access-key", "AKIA", anchor: "K", 16, max: 16),
        SecretPattern("google-key", "AIza", anchor: "z", 35, max: 35, extra: "-_"),
        SecretPattern("slack-token", "xoxb-", anchor: "-", 20, extra: "-"),
        SecretPattern("slack-token", "xoxp-", anchor: "-", 20, extra: "-"),
        SecretPattern("slack-token", "xoxa-", anchor: "-", 20, extra: "-"),
        SecretPattern("slack-token", "xoxr-", anchor: "-", 20, extra: "-"),
        SecretPattern("slack-token", "xoxs-", anchor: "-", 20, extra: "-"),
        SecretPattern("gitlab-token", "glpat-", anchor: "-", 20, max: 128, extra: "-_."),
        SecretPattern("huggingface-token", "hf_", anchor: "_", 30, max: 64, needsCapital: true),
        SecretPattern("npm-token", "npm_", anchor: "_", 36, max: 36),
        SecretPattern("stripe-key", "sk_live_", anchor: "_", 20),
        SecretPattern("stripe-key", "rk_live_", anchor: "_", 20),
    ]

    /// Where the secret ends that begins at `start`, or nil when it is none.
    func end(in bytes: [UInt8], from start: Int, limit: Int) -> Int? {
        guard start + prefix.count + minimum <= limit else { return nil }
        for offset in 0..<prefix.count where bytes[start + offset] != prefix[offset] { return nil }
        var index = start + prefix.count
        var hasDigit = false
        var hasCapital = false
        while index < limit {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39: hasDigit = true
            case 0x41...0x5A: hasCapital = true
            case 0x61...0x7A: break
            default:
                guard extra.contains(byte) else { return result() }
            }
            index += 1
        }
        return result()

        func result() -> Int? {
            let length = index - start - prefix.count
            let fits = length >= minimum && length <= maximum
            return fits && (hasDigit || !needsDigit) && (hasCapital || !needsCapital) ? index : nil
        }
    }
}
