import HTTP

/// Rules about fields.
extension EndpointValidator {
    static let fields: [EndpointValidator] = [
        EndpointValidator(each: "a field's name stands once") { endpoint in
            endpoint.fields.map(\.name).repeated.first
        },
        EndpointValidator(each: "names are in snake_case") { endpoint in
            endpoint.fields.flatMap(\.names).first { !$0.isSnakeCase }
        },
        EndpointValidator(each: "a field is explained in a sentence") { endpoint in
            endpoint.fields.first { !$0.summary.isSentence }?.name
        },
        EndpointValidator(each: "an endpoint is explained in a sentence") {
            $0.summary.isSentence ? nil : $0.summary
        },
        EndpointValidator(each: "an endpoint with input fields says where they come from") {
            let takesInput = $0.fields.contains { $0.place == .input }
            return takesInput == ($0.input != .none) ? nil : "\($0.input)"
        },
        EndpointValidator(each: "a GET takes its fields from the query") {
            $0.method == .get && $0.input == .body ? $0.path : nil
        },
        EndpointValidator(each: "a list or an object comes in a body") { endpoint in
            guard endpoint.input != .body else { return nil }
            return endpoint.fields.first { $0.kind.isNested }?.name
        },
        EndpointValidator(each: "the guild is the field guild_id") { endpoint in
            endpoint.fields.first { ($0.name == "guild_id") != ($0.role == .guild) }?.name
        },
    ]
}

extension FieldSpec {
    /// Its own name and those of what it holds.
    fileprivate var names: [String] {
        guard case .list(.object(let members), _) = kind else { return [name] }
        return [name] + members.flatMap(\.names)
    }
}

extension FieldKind {
    fileprivate var isNested: Bool {
        switch self {
        case .list, .object: true
        default: false
        }
    }
}

extension String {
    fileprivate var isSentence: Bool {
        first?.isUppercase == true && hasSuffix(".")
    }
}
