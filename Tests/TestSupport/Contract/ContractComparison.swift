import API
import HTTP

/// Compares declared endpoints with the contract's operations, field by field.
package struct ContractComparison {
    let endpoints: [Endpoint]

    package init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
    }

    /// The differences, a sentence each; empty if there are none.
    package func differences(from operations: [ContractOperation]) -> [String] {
        operations.flatMap { operation in
            differences(from: operation).map { "\(operation.name): \($0)" }
        }
    }

    /// The operations that no endpoint declares.
    package func missing(of operations: [ContractOperation]) -> [String] {
        operations.filter { endpoint(for: $0) == nil }.map(\.name)
    }

    /// The endpoints that the contract doesn't have.
    package func additional(to operations: [ContractOperation]) -> [String] {
        let known = Set(operations.map(\.name))
        return endpoints.map { "\($0.method.rawValue) \($0.path)" }.filter { !known.contains($0) }
    }

    private func endpoint(for operation: ContractOperation) -> Endpoint? {
        endpoints.first { $0.method.rawValue == operation.method && $0.path == operation.path }
    }

    private func differences(from operation: ContractOperation) -> [String] {
        guard let endpoint = endpoint(for: operation) else { return ["is not declared"] }
        var found: [String] = []
        if endpoint.isInternal != operation.isInternal {
            found.append("is \(operation.isInternal ? "" : "not ")internal in the contract")
        }
        if endpoint.input.contractName != operation.input {
            found.append("takes its fields from \(operation.input ?? "nowhere") in the contract")
        }
        let errors = Set(endpoint.errors.map(\.rawValue)).symmetricDifference(operation.errors)
        if !errors.isEmpty { found.append("differs in \(errors.sorted().joined(separator: ", "))") }
        return found + fieldDifferences(endpoint, operation)
    }

    private func fieldDifferences(
        _ endpoint: Endpoint, _ operation: ContractOperation
    ) -> [String] {
        let declared = endpoint.fields.filter { $0.place == .input }
        let names = Set(operation.fields.map(\.name))
        let added = declared.filter { !names.contains($0.name) && $0.presence.isDemanding }
        return added.map { "demands '\($0.name)', which the contract doesn't know" }
            + operation.fields.flatMap { field in
                guard let spec = declared.first(where: { $0.name == field.name }) else {
                    return ["lacks '\(field.name)'"]
                }
                return spec.differences(from: field).map { "'\(field.name)' \($0)" }
            }
    }
}

extension Endpoint.Input {
    fileprivate var contractName: String? {
        switch self {
        case .none, .ownQuery: nil
        case .query, .queryOrBody: "query"
        case .body: "body"
        }
    }
}

extension FieldSpec.Presence {
    fileprivate var isDemanding: Bool {
        if case .optional = self { false } else { true }
    }
}

extension FieldSpec {
    fileprivate func differences(from field: ContractField) -> [String] {
        var found: [String] = []
        if kind.contractType(format: field.format) != field.type {
            found.append("is of type \(field.type) in the contract")
        }
        if presence.contractName != field.presenceName {
            found.append("is \(field.presenceName) in the contract")
        }
        if nullability.contractName != field.nullabilityName {
            found.append("is nullable \(field.nullabilityName) in the contract")
        }
        // A code is an integer everywhere, whether or not the documents say so.
        if also != field.also, !kind.isCode {
            found.append("also takes \(field.also ?? "nothing")")
        }
        return found
    }
}

extension FieldKind {
    fileprivate var isCode: Bool { if case .code = self { true } else { false } }

    fileprivate func contractType(format: String?) -> String {
        switch self {
        case .snowflake: format == "snowflake" ? "string" : "integer"
        case .integer, .flag: "integer"
        case .number: "float"
        case .boolean: "boolean"
        case .text, .code, .choice, .opaque: "string"
        case .list: "list"
        case .object: "object"
        }
    }
}

extension FieldSpec.Presence {
    fileprivate var contractName: String {
        switch self {
        case .required: "required"
        case .optional: "optional"
        case .when(let condition): "required when \(condition.lowercased())"
        }
    }
}

extension FieldSpec.Nullability {
    fileprivate var contractName: String {
        switch self {
        case .never: "never"
        case .always: "always"
        case .when(let condition): "when \(condition.lowercased())"
        }
    }
}

extension ContractField {
    fileprivate var presenceName: String {
        if let requiredWhen { return "required when \(requiredWhen.lowercased())" }
        return isRequired ? "required" : "optional"
    }

    fileprivate var nullabilityName: String {
        if let nullableWhen { return "when \(nullableWhen.lowercased())" }
        return isNullable ? "always" : "never"
    }
}
