import Foundation
import Generators

/// A copy of the package with many mutations in it, all of them asleep.
final class MutatedTree {
    let root: String
    private(set) var mutations: [Mutation] = []
    private var random: Seeded
    private var originals: [String: String] = [:]
    private var next = 1

    /// How often what did not compile is put back and something else tried.
    private static let rounds = 12

    init(_ root: String, seed: UInt64) {
        self.root = root
        random = Seeded(state: seed)
    }

    /// Puts so many mutations into it that compile, and builds all there is.
    func mutate(_ count: Int) throws {
        let candidates = try Candidates(tree: root).find().shuffled(using: &random)
        var left = Dictionary(grouping: candidates) { Mutation.module(of: $0.path) }
        let wanted = Dictionary(
            grouping: candidates.prefix(count)
        ) { Mutation.module(of: $0.path) }
        for module in Candidates.modules {
            let count = wanted[module]?.count ?? 0
            try build(module, count, from: &left[module, default: []])
        }
        try Build.everything(root)
    }

    private func build(_ module: String, _ count: Int, from left: inout [Candidate]) throws {
        var chosen: [Mutation] = []
        for _ in 0..<Self.rounds {
            while chosen.count < count, let candidate = left.popLast() {
                // Two in one line would have to be told apart.
                let isTaken = chosen.contains {
                    $0.path == candidate.path && $0.line == candidate.line
                }
                if isTaken { continue }
                chosen.append(candidate.numbered(next))
                next += 1
            }
            try write(module, chosen)
            let errors = try Build.errors(of: module, in: root)
            report("\(module): \(chosen.count) mutations, \(errors.count) errors")
            if errors.isEmpty {
                mutations += chosen
                return
            }
            chosen = without(errors, chosen)
        }
        throw Failure("no \(count) mutations of \(module) compile")
    }

    /// Those that no error is at, or near.
    private func without(_ errors: [Build.Failed], _ chosen: [Mutation]) -> [Mutation] {
        var left = chosen
        for error in errors {
            let near = left.indices.filter { left[$0].path == error.path }
                .min { abs(left[$0].line - error.line) < abs(left[$1].line - error.line) }
            if let near { left.remove(at: near) }
        }
        return left.count < chosen.count ? left : []
    }

    private func write(_ module: String, _ chosen: [Mutation]) throws {
        let paths = Set(chosen.map(\.path)).union(
            originals.keys.filter { Mutation.module(of: $0) == module })
        for path in paths {
            let file = "\(root)/\(path)"
            let text = try originals[path] ?? String(contentsOfFile: file, encoding: .utf8)
            originals[path] = text
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for mutation in chosen where mutation.path == path {
                lines[mutation.line - 1] = Substring(mutation.switched)
            }
            try put(lines.joined(separator: "\n"), file)
        }
        let declarations = chosen.map(\.declaration).joined(separator: "\n")
        try put(Switch.source + declarations + "\n", "\(root)/Sources/\(module)/Mutated.swift")
    }

    /// Leaves a file alone that says it already, so that it is not compiled again.
    private func put(_ text: String, _ file: String) throws {
        guard (try? String(contentsOfFile: file, encoding: .utf8)) != text else { return }
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }
}

/// Why there is no result.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
