/// One change of one line of code, which a run of the tests switches on.
struct Mutation: Sendable {
    /// From 1, and never given twice.
    let number: Int
    /// Below the tree's top.
    let path: String
    /// From 1.
    let line: Int
    /// What the line says, changed and not.
    let before: String
    let after: String
    /// The line with a switch in it.
    let switched: String
    /// What the switch needs in the module.
    let declaration: String
    /// Such as `< to <=`.
    let change: String

    var module: String { Mutation.module(of: path) }

    static func module(of path: String) -> String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }
}

/// Where a line can be changed: what a kind of change made of it, the number still open.
struct Candidate: Sendable {
    let path: String
    let line: Int
    let before: String
    let kind: any Change
    /// Where in the line.
    let place: Range<Int>

    func numbered(_ number: Int) -> Mutation {
        let text = Array(before)
        let old = String(text[place])
        func line(with new: String) -> String {
            String(text[..<place.lowerBound]) + new + String(text[place.upperBound...])
        }
        let made = kind.switched(old, number)
        return Mutation(
            number: number, path: path, line: self.line, before: before,
            after: line(with: kind.changed(old)), switched: line(with: made.text),
            declaration: made.declaration, change: kind.name)
    }
}
