extension Sequence<UInt8> {
    /// Two hexadecimal digits a byte, in lower case.
    package var hexDigits: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
