package import JSONText

/// An operation of the document.
package struct DescribedOperation: Sendable {
    /// In capitals.
    package let method: String
    /// With its parameters in braces.
    package let path: String
    package let fields: JSON

    package var id: String { fields["operationId"]?.string ?? "" }
    /// Whether it takes a token.
    package var isSecured: Bool { fields["security"] == nil }

    fileprivate var parameters: Int { path.count { $0 == "{" } }

    /// Whether a request's path is one of this operation's.
    fileprivate func fits(_ segments: [Substring]) -> Bool {
        let own = path.split(separator: "/")
        return own.count == segments.count
            && zip(own, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

extension AnswerSchemas {
    /// The operation that a request is of: one without parameters comes before one with some.
    package func operation(_ method: String, _ path: String) -> DescribedOperation? {
        let segments = path.prefix { $0 != "?" }.split(separator: "/")
        return operations.filter { $0.method == method && $0.fits(segments) }
            .min { $0.parameters < $1.parameters }
    }

    /// Why a response is not one that the document has; nil: it is.
    package func violation(
        _ operation: DescribedOperation, status: Int, type: String?, body: [UInt8]
    ) throws -> String? {
        guard var response = operation.fields["responses"]?["\(status)"] else {
            return "\(operation.id) has no answer \(status)"
        }
        if let name = response["$ref"]?.string?.split(separator: "/").last {
            response = responses[String(name)] ?? .null
        }
        guard let content = response["content"] else {
            return body.isEmpty ? nil : "\(operation.id) \(status) has a body"
        }
        let name = String((type ?? "").prefix { $0 != ";" })
        guard let schema = content[name]?["schema"] else {
            return "\(operation.id) \(status) has no content \(name)"
        }
        guard name.hasSuffix("json") else { return nil }
        return try violation(in: JSON(validating: body), of: schema)
            .map { "\(operation.id) \(status): \($0)" }
    }
}
