public import ArgumentParser
public import SessionAnswers

extension ReplayPace: @retroactive ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }

    public var defaultValueDescription: String { factor.map { "\(Int($0))x" } ?? "instant" }
}
