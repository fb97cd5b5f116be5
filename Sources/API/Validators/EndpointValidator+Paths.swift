import HTTP

/// Rules about paths.
extension EndpointValidator {
    static let paths: [EndpointValidator] = [
        EndpointValidator(all: "a method stands once at a path") { endpoints in
            endpoints.map { "\($0.method.rawValue) \($0.path)" }.repeated
        },
        EndpointValidator(all: "paths don't differ by their parameters' names only") { endpoints in
            let paths = Set(endpoints.map(\.path))
            return paths.map { PathTemplate($0).pattern }.repeated
        },
        EndpointValidator(all: "an operationId stands once") { endpoints in
            endpoints.map(\.operationID).repeated
        },
        EndpointValidator(each: "a path begins with a slash and has no empty segment inside") {
            let inner = $0.path.dropFirst().dropLast()
            return $0.path.hasPrefix("/") && !inner.contains("//") ? nil : $0.path
        },
        EndpointValidator(each: "a path leaves the version's prefix to the router") {
            $0.path.hasPrefix("/v1/") ? $0.path : nil
        },
        EndpointValidator(each: "path parameters and path fields are the same") { endpoint in
            let declared = endpoint.fields.filter { $0.place == .path }.map(\.name)
            let named = PathTemplate(endpoint.path).parameters
            return declared == named ? nil : "\(named) in the path, \(declared) declared"
        },
    ]
}

extension PathTemplate {
    /// The path with `*` for every parameter.
    fileprivate var pattern: String {
        segments.map { segment in
            if case .literal(let text) = segment { "/" + text } else { "/*" }
        }.joined()
    }
}
