/// Finds one text in others (Horspool, "Practical fast searching in strings", 1980): the longer it
/// is, the fewer of their bytes are looked at.
package struct BytePattern: Sendable {
    private let bytes: [UInt8]
    /// By the byte under the pattern's end: how far the pattern may move.
    private let steps: [Int]

    /// - Parameter bytes: not empty; nothing is found otherwise.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var steps = [Int](repeating: max(bytes.count, 1), count: 256)
        for (index, byte) in bytes.dropLast().enumerated() {
            steps[Int(byte)] = bytes.count - 1 - index
        }
        self.steps = steps
    }

    package func isFound(in text: [UInt8]) -> Bool {
        guard let last = bytes.last else { return false }
        var end = bytes.count - 1
        while end < text.count {
            if text[end] == last, isHere(text, end) { return true }
            end += steps[Int(text[end])]
        }
        return false
    }

    private func isHere(_ text: [UInt8], _ end: Int) -> Bool {
        let start = end - bytes.count + 1
        for index in bytes.indices.dropLast() where text[start + index] != bytes[index] {
            return false
        }
        return true
    }
}
