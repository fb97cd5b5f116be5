import EventLoop

/// A request for an operation of the contract: every field has a valid value, as JSON, until a test changes one.
package struct ContractRequest: Sendable {
    package typealias Fields = [(name: String, value: String)]

    package let operation: ContractOperation
    /// The condition, of those under which some fields are required, that this request meets; nil where there is none.
    package let condition: String?
    package private(set) var fields: Fields
    /// The operation's path with the ids of its objects.
    private let path: String

    /// The requests for an operation: one for each condition under which some of its fields are required.
    /// - Parameter values: JSON values by the names of fields, and texts by the names of ids in paths.
    package static func all(
        for operation: ContractOperation, with values: [String: String]
    ) -> [ContractRequest] {
        let conditions = Set(operation.fields.compactMap(\.requiredWhen)).sorted()
        guard !conditions.isEmpty else { return [ContractRequest(operation, nil, values)] }
        return conditions.map { ContractRequest(operation, $0, values) }
    }

    private init(
        _ operation: ContractOperation, _ condition: String?, _ values: [String: String]
    ) {
        self.operation = operation
        self.condition = condition
        fields = operation.fields.filter { $0.isTaken(under: condition) }.map {
            ($0.name, values[$0.name] ?? $0.sample(under: condition))
        }
        let segments = operation.path.split(separator: "/", omittingEmptySubsequences: false)
        path = segments.map { segment in
            guard segment.hasPrefix("{") else { return String(segment) }
            return values[String(segment.dropFirst().dropLast())] ?? "1"
        }.joined(separator: "/")
    }

    package var name: String { "\(operation.name) \(condition ?? "")" }

    /// The operation's fields that this request has.
    package var contractFields: [ContractField] {
        operation.fields.filter { $0.isTaken(under: condition) }
    }

    package func without(_ field: String) -> ContractRequest {
        var request = self
        request.fields.removeAll { $0.name == field }
        return request
    }

    package func with(_ field: String, _ value: String) -> ContractRequest {
        var request = without(field)
        request.fields.append((field, value))
        return request
    }

    /// Values that aren't of the field's type.
    package func wrongValues(for field: ContractField) -> [String] {
        if operation.input == "query" { return field.type == "string" ? [] : ["x", "1.5", ""] }
        let wrong = ["\"x\"", "[]", "{}", "true", "1.5"] + (field.mayBeNull ? [] : ["null"])
        return switch (field.type, field.format) {
        case ("integer", _) where field.isFlag: wrong.filter { $0 != "true" } + ["2"]
        case ("integer", _), (_, "snowflake"): wrong
        case ("boolean", _): wrong.filter { $0 != "true" } + ["2"]
        case ("float", _): wrong.filter { $0 != "1.5" }
        case ("list", _): wrong.filter { $0 != "[]" } + ["[true]", "[\"x\"]"]
        default: wrong.filter { $0 != "\"x\"" }
        }
    }

    @LoopActor
    package func send(to api: InMemoryAPI) async throws -> InMemoryAnswer {
        switch operation.input {
        case "query":
            let query = fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            return try await api.ask(operation.method, "\(path)?\(query)")
        case "body":
            let body = fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
            return try await api.ask(operation.method, path, "{\(body)}")
        default:
            return try await api.ask(
                operation.method, path, token: operation.isInternal ? "service" : nil)
        }
    }
}

extension ContractField {
    /// An integer that is 0 or 1.
    fileprivate var isFlag: Bool { name.hasSuffix("_is_embed") }

    /// Whether null is valid beside the samples of the other fields.
    fileprivate var mayBeNull: Bool {
        guard let nullableWhen else { return isNullable }
        return [
            "response_type is not 3", "the panel is not a dropdown", "the message is not our own",
        ].contains(nullableWhen)
    }

    fileprivate func isTaken(under condition: String?) -> Bool {
        switch requiredWhen {
        case nil, condition: true
        // A message that is registered has emoji; what is posted with emoji isn't registered.
        case #"panel_type is "emoji""#: condition == "is_register is True"
        case "is_register is False": condition == #"panel_type is "emoji""#
        default: false
        }
    }

    /// A valid value, as JSON.
    fileprivate func sample(under condition: String?) -> String {
        switch (name, type) {
        case ("panel_type", _): condition == "is_register is False" ? "\"button\"" : "\"emoji\""
        case ("emoji_name", _): "\"🍏\""
        case ("emoji_id", _), ("interaction_value", _): "null"
        case ("is_register", _): "\(condition == "is_register is True")"
        case ("interaction_type", _):
            condition?.contains("NOT") == true ? "\"reaction_add\"" : "\"component\""
        case ("trigger_type", _): "2"
        case ("response_type", _), ("page", _): "1"
        case ("days", _): "30"
        case ("activities", _): #"[{"activity_type":0,"name":"a","details":null,"state":"b"}]"#
        case (_, "integer"): isFlag ? "0" : "7"
        case ("interaction_custom_id", _): #""kennel:reactionrole:1:1""#
        case (_, "boolean"): name.hasSuffix("is_embed") ? "false" : "true"
        case (_, "float"): "0.5"
        case (_, "list"): "[]"
        default: format == "snowflake" ? "\"7\"" : "\"text\""
        }
    }
}
