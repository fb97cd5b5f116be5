import HTTP

/// Rules about documented errors and answers.
extension EndpointValidator {
    /// An endpoint's documentation has to agree with its behaviour.
    static let promises: [EndpointValidator] = [
        EndpointValidator(each: "an error is listed once") { $0.errors.repeated.first?.rawValue },
        EndpointValidator(each: "what takes fields lists BadRequestError") {
            let takesInput = $0.fields.contains { $0.place == .input }
            return !takesInput || $0.input == .ownQuery || $0.errors.contains(.badRequest)
                ? nil : $0.path
        },
        EndpointValidator(each: "an open endpoint refuses nobody") {
            $0.access == .open && $0.errors.contains { $0 == .unauthorized || $0 == .forbidden }
                ? $0.path : nil
        },
        EndpointValidator(each: "administrators are known by the guild") {
            ($0.access == .administrators || $0.access == .keyHolders)
                && !$0.fields.contains { $0.role == .guild } ? $0.path : nil
        },
        EndpointValidator(each: "privacy is known by the member, and may be forbidden") {
            guard $0.access == .privacy else { return nil }
            let namesMember = $0.fields.contains { $0.role == .member }
            return namesMember && $0.errors.contains(.forbidden) ? nil : $0.path
        },
        EndpointValidator(each: "an Idempotency-Key belongs to a POST") {
            $0.takesIdempotencyKey && $0.method != .post ? $0.path : nil
        },
        EndpointValidator(each: "a limit has a gate where a module may be disabled") { endpoint in
            let mayBeOff = endpoint.errors.contains(.moduleDisabled)
            let hasLimits = endpoint.fields.contains { $0.kind.hasLimits }
            return mayBeOff && hasLimits && endpoint.gate == nil ? endpoint.path : nil
        },
        EndpointValidator(each: "an answer's names are in snake_case, each once") {
            $0.answer.firstBadName
        },
    ]
}

extension FieldKind {
    /// Whether a value of the right type can still be refused, after the module was found enabled.
    fileprivate var hasLimits: Bool {
        switch self {
        case .integer, .number, .text, .code, .choice, .list: true
        case .snowflake, .boolean, .flag, .object, .opaque: false
        }
    }
}

extension Shape {
    fileprivate var firstBadName: String? {
        switch self {
        case .object(let members):
            let names = members.map(\.name)
            return names.first { !$0.isSnakeCase } ?? names.repeated.first
                ?? members.lazy.compactMap(\.shape.firstBadName).first
        case .list(let shape), .nullable(let shape), .named(_, let shape): return shape.firstBadName
        default: return nil
        }
    }
}
