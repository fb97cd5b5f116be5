/// A rule that all declarations of an API keep. The rules are run as tests, over everything that is served.
package struct EndpointValidator: Sendable {
    package let name: String
    /// The breaches of the rule, a sentence for each.
    package let faults: @Sendable ([Endpoint]) -> [String]

    /// Checks each endpoint by itself.
    init(each name: String, _ fault: @escaping @Sendable (Endpoint) -> String?) {
        self.name = name
        faults = { endpoints in
            endpoints.compactMap { endpoint in
                fault(endpoint).map { "\(endpoint.operationID): \($0)" }
            }
        }
    }

    init(all name: String, _ faults: @escaping @Sendable ([Endpoint]) -> [String]) {
        self.name = name
        self.faults = faults
    }

    package static let all: [EndpointValidator] = paths + fields + promises

    /// Everything that breaks any rule.
    package static func faults(in endpoints: [Endpoint]) -> [String] {
        all.flatMap { validator in validator.faults(endpoints).map { "\(validator.name): \($0)" } }
    }
}

extension Sequence where Element: Hashable {
    /// The elements that occur more than once.
    var repeated: [Element] {
        var seen: Set<Element> = []
        return filter { !seen.insert($0).inserted }
    }
}

extension String {
    /// Small letters, digits and single underscores between them.
    var isSnakeCase: Bool {
        let words = split(separator: "_", omittingEmptySubsequences: false)
        return words.allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
        }
    }
}
