/// What one connection has read since it was opened, for tests that bound the work of a read.
package final class ReadCounts {
    /// Rows of the log.
    package internal(set) var rows = 0
    /// Keys of the index over kinds and subjects, where it is read without the rows.
    package internal(set) var keys = 0
    /// Payloads decoded, those that others build on included.
    package internal(set) var payloads = 0
}
