import Foundation
internal import Platform
import SessionStore

/// A file's bytes, one piece after the other; of a compressed one those that were compressed.
struct ByteSource {
    private let path: String
    private let file: FileHandle
    private let zstd: ZstdReader?
    private var first: Data?

    /// Compressed bytes that are read at once.
    private static let compressedChunk = 1 << 16

    init(_ path: String) throws(SessionError) {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw SessionError(
                .fileNotFound, "\(path) cannot be read", hint: "Check the path and its permissions."
            )
        }
        (self.path, self.file) = (path, file)
        first = (try? file.read(upToCount: ZstdReader.mark.count)) ?? nil
        zstd = first?.elementsEqual(ZstdReader.mark) ?? false ? ZstdReader() : nil
    }

    func close() { try? file.close() }

    /// - Returns: none at the end.
    mutating func read(upToCount count: Int) throws -> [UInt8] {
        guard let zstd else {
            let held = takeFirst() ?? []
            return try held + (file.read(upToCount: count).map { Array($0) } ?? [])
        }
        do {
            var held = takeFirst()
            defer { first = held.map { Data($0) } }
            return try zstd.read(upToCount: count) {
                defer { held = nil }
                return try held
                    ?? file.read(upToCount: Self.compressedChunk).map { Array($0) } ?? []
            }
        } catch let damage as ZstdReader.Damage {
            throw SessionError(
                .unknownFormat, "\(path) cannot be decompressed: \(damage.reason)",
                hint: "Decompress what is left of it with `zstd -d`, and import that.")
        }
    }

    private mutating func takeFirst() -> [UInt8]? {
        defer { first = nil }
        return first.flatMap { $0.isEmpty ? nil : Array($0) }
    }
}
