/// A session whose name begins with a dash is a file all the same, and no row of short options.
enum DashedFile {
    /// The arguments, with `./` before such names. Behind `--` nothing is an option anyway.
    static func named(in arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        return arguments.enumerated().map { index, word in
            let isFile =
                index < end && word.hasPrefix("-") && word.hasSuffix(".session")
                && !word.contains("=")
            return isFile ? "./" + word : word
        }
    }
}
