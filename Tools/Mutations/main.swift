import Foundation

/// What `Tools/mutations` runs: see there.
///
///     mutations-program TREE SEED COUNT
let words = CommandLine.arguments.dropFirst()
guard words.count == 3, let tree = words.first,
    let seed = words.dropFirst().first.flatMap({ UInt64($0) }),
    let count = words.last.flatMap({ Int($0) })
else {
    report("usage: mutations-program TREE SEED COUNT")
    exit(64)
}

do {
    let root = URL(filePath: tree).resolvingSymlinksInPath().path
    let mutated = MutatedTree(root, seed: seed)
    try mutated.mutate(count)
    report("built with \(mutated.mutations.count) mutations")
    var targets = TestTargets(try TestBundle(in: root))
    try targets.measure(in: root + "/.build")
    var survivors: [Mutation] = []
    for (index, mutation) in mutated.mutations.enumerated() {
        let noticed = try targets.notice(mutation)
        if noticed == nil { survivors.append(mutation) }
        report(
            "\(index + 1). \(mutation.path):\(mutation.line): \(mutation.change): "
                + (noticed ?? "SURVIVES"))
    }
    let noticed = mutated.mutations.count - survivors.count
    for mutation in survivors {
        print(
            "\(mutation.path):\(mutation.line): \(mutation.change)"
                + (targets.reach(mutation) ? "" : ", which no test comes to"))
        print("    \(mutation.before.trimmingCharacters(in: .whitespaces))")
    }
    print("seed \(seed): \(noticed) of \(mutated.mutations.count) mutations were noticed")
    exit(noticed * 100 >= mutated.mutations.count * 80 ? 0 : 1)
} catch {
    report("\(error)")
    exit(2)
}
