/// A way to change code without understanding it.
protocol Change: Sendable {
    var name: String { get }
    /// The places in a line, in characters, that it can change.
    func places(in line: String) -> [Range<Int>]
    /// What it makes of such a place.
    func changed(_ old: String) -> String
    /// The same with a switch in it, and what the module has to declare for that.
    func switched(_ old: String, _ number: Int) -> (text: String, declaration: String)
}

/// An operator in place of another one of the same precedence. What switches is an operator of its
/// own, whose characters hold the number, so that nothing around it has to be understood.
struct OperatorChange: Change {
    let old: String
    let new: String
    let precedence: String
    /// The functions, where `%` is the operator and `#` whether it is the other one.
    let functions: String
    /// What has to stand behind it.
    var behind = ""

    var name: String { "\(old) to \(new)" }

    func places(in line: String) -> [Range<Int>] {
        Text.places(of: " \(old) \(behind)", in: line).map {
            $0.lowerBound + 1..<$0.lowerBound + 1 + old.count
        }
    }

    func changed(_ old: String) -> String { new }

    func switched(_ old: String, _ number: Int) -> (text: String, declaration: String) {
        let name = Text.operatorName(old, number)
        let body = functions.replacing("%", with: name)
            .replacing("#", with: "isMutated(\(number))")
        return (name, "infix operator \(name): \(precedence)\n\(body)")
    }
}

/// `!x` as `x`.
struct NegationChange: Change {
    let name = "! dropped"

    func places(in line: String) -> [Range<Int>] {
        ["(!", " !"].flatMap { Text.places(of: $0, in: line) }
            .map { $0.lowerBound + 1..<$0.upperBound }
            .filter { Text.letter(at: $0.upperBound, in: line)?.isLetter == true }
    }

    func changed(_ old: String) -> String { "" }

    func switched(_ old: String, _ number: Int) -> (text: String, declaration: String) {
        let name = Text.operatorName(old, number)
        return (
            name,
            """
            prefix operator \(name)
            prefix func \(name) (value: Bool) -> Bool { isMutated(\(number)) ? value : !value }
            """
        )
    }
}

/// `a..<b` without its last element.
struct RangeChange: Change {
    let name = "range one shorter"

    func places(in line: String) -> [Range<Int>] { Text.places(of: "..<", in: line) }

    func changed(_ old: String) -> String { "..<-1+" }

    func switched(_ old: String, _ number: Int) -> (text: String, declaration: String) {
        let name = Text.operatorName(old, number)
        return (
            name,
            """
            infix operator \(name): RangeFormationPrecedence
            func \(name) <T: FixedWidthInteger>(left: T, right: T) -> Range<T> {
                left..<(isMutated(\(number)) && left < right ? right - 1 : right)
            }
            """
        )
    }
}

/// The answer of a function that says yes or no.
struct AnswerChange: Change {
    let answer: Bool

    var name: String { "\(answer) to \(!answer)" }

    func places(in line: String) -> [Range<Int>] {
        Text.places(of: "return \(answer)", in: line).map { $0.lowerBound + 7..<$0.upperBound }
    }

    func changed(_ old: String) -> String { "\(!answer)" }

    func switched(_ old: String, _ number: Int) -> (text: String, declaration: String) {
        ("\(answer ? "!" : "")isMutated(\(number))", "")
    }
}

/// A call that stands alone in its line and gives nothing back, left out.
struct CallChange: Change {
    let name = "call dropped"

    func places(in line: String) -> [Range<Int>] {
        let indent = line.prefix { $0 == " " }.count
        let call = #/ *(?:try )?[a-z]\w*(?:[.?!]+\w+|\[\w+\])*\(.*\)/#
        let isOther = #/ *(?:try )?(?:if|guard|for|while|switch|return|case|func|precondition)\b.*/#
        guard indent > 4, line.wholeMatch(of: call) != nil, line.wholeMatch(of: isOther) == nil,
            Text.isBalanced(line)
        else { return [] }
        return [indent..<line.count]
    }

    func changed(_ old: String) -> String { "" }

    func switched(_ old: String, _ number: Int) -> (text: String, declaration: String) {
        ("if !isMutated(\(number)) { \(old) }", "")
    }
}
