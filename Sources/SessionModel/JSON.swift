// Bodies, values of settings and states of projections are JSON: who imports this module, has it.
@_exported public import struct JSONText.JSON

extension JSON {
    /// A revision or a position as a number.
    public static func number(_ ordinal: some Ordinal) -> JSON { .number(ordinal.number) }

    /// The same; nil: it is left out.
    public static func optional(_ ordinal: (some Ordinal)?) -> JSON? { ordinal.map { .number($0) } }

    /// The revision that the number stands for; nil for what is no whole number.
    package var revision: Revision? { int.map { Revision($0) } }
}
