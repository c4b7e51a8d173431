public import Foundation
public import SessionModel

extension Timestamp {
    /// The microsecond next to a date, which is a double and as fine as that for centuries around
    /// now. Clamped to what fits.
    public init(_ date: Date) {
        let micro = (date.timeIntervalSinceReferenceDate * 1e6).rounded()
        let limit = 9.2e18
        let since2001 = micro.isNaN ? 0 : Int(min(max(micro, -limit), limit))
        let (sum, isOver) = since2001.addingReportingOverflow(Self.referenceDate)
        self.init(microseconds: isOver ? .max : sum)
    }

    /// 2001-01-01T00:00:00Z, from which Foundation counts.
    fileprivate static let referenceDate: Int = 978_307_200_000_000
}

extension Date {
    /// The date of a timestamp; the same timestamp again, where it is of the years 1900 to 2100.
    public init(_ timestamp: Timestamp) {
        let micro = Double(timestamp.microseconds) - Double(Timestamp.referenceDate)
        self.init(timeIntervalSinceReferenceDate: micro / 1e6)
    }
}
