extension SecretPattern {
    /// The well-known ones; of two that begin alike the longer stands first.
    static let wellKnown: [SecretPattern] =
        models + platforms + clouds + services + headers + [
            SecretPattern("private-key", "-----BEGIN ", by: "-B", .block),
            SecretPattern(
                "signing-key", "PRIVATE+KEY+", by: "Y+", .signingKey(.init(40...64, extra: "+/="))),
            SecretPattern("url-password", "@", by: "@", .url),
        ]

    private static let models = [
        SecretPattern("anthropic-key", "sk-ant-", by: "k-", .key(.init(20...512, extra: "-_"))),
        SecretPattern("openai-key", "sk-proj-", by: "k-", .key(.init(20...512, extra: "-_"))),
        SecretPattern("openai-key", "sk-svcacct-", by: "k-", .key(.init(20...512, extra: "-_"))),
        SecretPattern("openai-key", "sk-admin-", by: "k-", .key(.init(20...512, extra: "-_"))),
        SecretPattern("openrouter-key", "sk-or-v1-", by: "k-", .key(.init(32...512))),
        SecretPattern(
            "openai-key", "sk-", by: "k-",
            .key(.init(32...512, extra: "-_", needs: [.digit, .capital]))),
        SecretPattern("google-key", "AIza", by: "za", .key(.init(35...35, extra: "-_"))),
        SecretPattern(
            "google-token", "ya29.", by: "ya", .key(.init(20...1024, extra: "-_.", dots: 0...3))),
        SecretPattern(
            "huggingface-token", "hf_", by: "f_", .key(.init(30...64, needs: [.digit, .capital]))),
        SecretPattern(
            "groq-key", "gsk_", by: "k_", .key(.init(40...64, needs: [.digit, .capital]))),
        SecretPattern(
            "xai-key", "xai-", by: "i-", .key(.init(40...128, needs: [.digit, .capital]))),
    ]

    private static let platforms = [
        SecretPattern("github-token", "ghp_", by: "p_", .key(.init(36...36))),
        SecretPattern("github-token", "gho_", by: "o_", .key(.init(36...36))),
        SecretPattern("github-token", "ghu_", by: "u_", .key(.init(36...36))),
        SecretPattern(
            "github-token", "ghs_", by: "s_",
            .key(.init(37...1024, extra: "-_.", needs: [.digit, .capital], dots: 0...3))),
        SecretPattern("github-token", "ghs_", by: "s_", .key(.init(36...36))),
        SecretPattern("github-token", "ghr_", by: "r_", .key(.init(36...76))),
        SecretPattern("github-token", "github_pat_", by: "t_", .key(.init(40...512, extra: "_"))),
        SecretPattern(
            "gitlab-token", "glpat-", by: "t-", .key(.init(20...128, extra: "-_.", dots: 0...3))),
        SecretPattern("npm-token", "npm_", by: "m_", .key(.init(36...36))),
        SecretPattern("pypi-token", "pypi-AgE", by: "i-", .key(.init(20...1024, extra: "-_"))),
    ]

    private static let clouds = [
        SecretPattern("aws-access-key", "AKIA", by: "IA", .key(.init(16...16))),
        SecretPattern("aws-access-key", "ASIA", by: "IA", .key(.init(16...16))),
        SecretPattern(
            "aws-secret-key", "secret_access_key", by: "s_", ignoresCase: true, .value(awsSecret)),
        SecretPattern(
            "aws-secret-key", "secretaccesskey", by: "ke", ignoresCase: true, .value(awsSecret)),
        SecretPattern("azure-key", "AccountKey", by: "Ke", .value(azure)),
        SecretPattern("azure-key", "SharedAccessKey", by: "Ke", .value(azure)),
        SecretPattern(
            "databricks-token", "dapi", by: "ap",
            .key(.init(32...34, extra: "-", needs: [.digit, .hexadecimal]))),
    ]

    private static let awsSecret = SecretRun(
        40...40, extra: "+/", needs: [.digit, .capital, .small, .letter])
    private static let azure = SecretRun(
        40...96, extra: "+/=", needs: [.digit, .capital, .letter])

    private static let slack = SecretRun(20...512, extra: "-")

    private static let services = [
        SecretPattern("slack-token", "xoxb-", by: "xo", .key(slack)),
        SecretPattern("slack-token", "xoxp-", by: "xo", .key(slack)),
        SecretPattern("slack-token", "xoxa-", by: "xo", .key(slack)),
        SecretPattern("slack-token", "xoxr-", by: "xo", .key(slack)),
        SecretPattern("slack-token", "xoxs-", by: "xo", .key(slack)),
        SecretPattern("slack-token", "xoxe-", by: "xo", .key(slack)),
        SecretPattern("slack-token", "xapp-", by: "p-", .key(slack)),
        SecretPattern(
            "slack-webhook", "hooks.slack.com", by: "k.", .webhook(.init(30...128, extra: "/"))),
        SecretPattern("stripe-key", "sk_live_", by: "k_", .key(.init(20...512))),
        SecretPattern("stripe-key", "rk_live_", by: "k_", .key(.init(20...512))),
        SecretPattern("stripe-key", "sk_test_", by: "k_", .key(.init(20...512))),
        SecretPattern("stripe-key", "rk_test_", by: "k_", .key(.init(20...512))),
        SecretPattern(
            "sendgrid-key", "SG.", by: "G.", .key(.init(60...80, extra: "-_.", dots: 1...1))),
        SecretPattern(
            "twilio-key", "SK", by: "SK", .key(.init(32...32, needs: [.digit, .hexadecimal]))),
        SecretPattern(
            "age-key", "AGE-SECRET-KEY-1", by: "T-", .key(.init(50...60, needs: .capital))),
    ]

    private static let headers = [
        SecretPattern("bearer-token", "uthorization", by: "za", .authorization),
        SecretPattern(
            "bearer-token", "bearer ", by: "be", ignoresCase: true,
            .token(.init(20...8192, extra: "_-.~+/=", needs: .mixture))),
        SecretPattern(
            "api-key", "api-key", by: "i-", ignoresCase: true,
            .value(.init(16...512, extra: "_-.~+/=", needs: [.digit, .letter]))),
        SecretPattern(
            "jwt", "eyJ", by: "yJ", .key(.init(40...8192, extra: "-_.", dots: 2...4))),
    ]
}
