public import ArgumentParser
public import SessionIndex

extension SessionOrder: @retroactive ExpressibleByArgument {}

extension TextSort: @retroactive ExpressibleByArgument {
    public init?(argument: String) {
        guard let sort = Self.allCases.first(where: { $0.name == argument.lowercased() }) else {
            return nil
        }
        self = sort
    }

    public static var allValueStrings: [String] { allCases.map(\.name) }
}
