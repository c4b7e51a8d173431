/// Every way in which code is changed.
enum Changes {
    static let all: [any Change] =
        [
            comparison("<", "<="), comparison("<=", "<"), comparison(">", ">="),
            comparison(">=", ">"), equality("==", "!="), equality("!=", "=="),
            logic("&&", "||", "LogicalConjunctionPrecedence"),
            logic("||", "&&", "LogicalDisjunctionPrecedence"),
            NegationChange(), RangeChange(), AnswerChange(answer: true),
            AnswerChange(answer: false), CallChange(),
        ]
        + [("+", "-"), ("-", "+")].flatMap { old, new in
            (1...9).map { step(old, new, "\($0)") }
        }

    private static func comparison(_ old: String, _ new: String) -> OperatorChange {
        OperatorChange(
            old: old, new: new, precedence: "ComparisonPrecedence",
            functions: """
                func % <T: Comparable>(left: T, right: T) -> Bool {
                    # ? left \(new) right : left \(old) right
                }
                """)
    }

    /// Also with `nil`, which is of no type that is Equatable.
    private static func equality(_ old: String, _ new: String) -> OperatorChange {
        OperatorChange(
            old: old, new: new, precedence: "ComparisonPrecedence",
            functions: """
                func % <T: Equatable>(left: T, right: T) -> Bool {
                    # ? left \(new) right : left \(old) right
                }
                func % <T: Equatable>(left: T?, right: T?) -> Bool {
                    # ? left \(new) right : left \(old) right
                }
                func % <T>(left: T?, right: _OptionalNilComparisonType) -> Bool {
                    # ? left \(new) right : left \(old) right
                }
                """)
    }

    private static func logic(_ old: String, _ new: String, _ precedence: String) -> OperatorChange
    {
        OperatorChange(
            old: old, new: new, precedence: precedence,
            functions: """
                func % (left: Bool, right: @autoclosure () throws -> Bool) rethrows -> Bool {
                    # ? try left \(new) right() : try left \(old) right()
                }
                """)
    }

    /// One more in place of one less, and the like.
    private static func step(_ old: String, _ new: String, _ digit: String) -> OperatorChange {
        OperatorChange(
            old: old, new: new, precedence: "AdditionPrecedence",
            functions: """
                func % <T: FixedWidthInteger>(left: T, right: T) -> T {
                    # ? left &\(new) right : left \(old) right
                }
                """, behind: digit)
    }
}
