import HTTP

/// Finds the endpoint of a request. Built once from all endpoints, then only read.
package struct Router: Sendable {
    /// The routes: the parts of endpoints that serving needs.
    let routes: [Route]
    private let table: PathTable
    private let templates: [(template: PathTemplate, resource: Int)]
    /// The resource of each path in the table: a home has two paths.
    private let resourceOfPath: [Int]
    /// The endpoint's place, or -1, at resource × number of methods + method.
    private let endpointOf: [Int16]
    /// The `Allow` header of each resource.
    private let allows: [String]

    enum Match {
        case route(Route)
        case miss(Miss)
    }

    /// Why a request has no route.
    enum Miss {
        /// It asks for the methods of a path there is.
        case options(allow: String)
        case methodNotAllowed(allow: String)
        case notFound

        var response: HTTPResponse {
            switch self {
            case .notFound: APIError.notFound("This path does not exist.").response
            case .methodNotAllowed(let allow): APIError.methodNotAllowed(allow: allow).response
            case .options(let allow):
                HTTPResponse(status: 204, contentType: "", headers: [HTTPHeader("Allow", allow)])
            }
        }
    }

    /// - Parameter endpoints: as the validators want them: no method twice on a path.
    package init(_ endpoints: [Endpoint]) {
        var resources: [(path: String, places: [Int])] = []
        for (place, endpoint) in endpoints.enumerated() {
            if let known = resources.firstIndex(where: { $0.path == endpoint.path }) {
                resources[known].places.append(place)
            } else {
                resources.append((endpoint.path, [place]))
            }
        }
        var endpointOf = [Int16](repeating: -1, count: resources.count * HTTPMethod.slotCount)
        for (number, resource) in resources.enumerated() {
            for place in resource.places {
                let slot = number * HTTPMethod.slotCount + endpoints[place].method.slot
                endpointOf[slot] = Int16(place)
            }
        }
        let paths = Self.fixedPaths(resources.map(\.path))
        routes = endpoints.enumerated().map { Route($1, place: $0) }
        self.endpointOf = endpointOf
        table = PathTable(paths.map(\.path))
        resourceOfPath = paths.map(\.resource)
        templates = resources.enumerated().compactMap { number, resource in
            let template = PathTemplate(resource.path)
            return template.parameters.isEmpty ? nil : (template, number)
        }
        allows = resources.map { Self.allow($0.places.map { endpoints[$0].method }) }
    }

    /// - Parameters:
    ///   - path: as sent, percent-encoded.
    ///   - captures: filled with the path's parameters.
    func match(
        _ method: HTTPMethod, _ path: UnsafeRawBufferPointer, _ captures: PathCaptures
    ) -> Match {
        if method == .options, path.spells("*") { return .miss(.options(allow: allowAll)) }
        // Its target is a host, not a path: this server is no proxy.
        if method == .connect { return .miss(.methodNotAllowed(allow: allowAll)) }
        guard let resource = resource(Self.withoutVersion(path), captures) else {
            return .miss(.notFound)
        }
        let wanted = method == .head ? .get : method
        let place = endpointOf[resource * HTTPMethod.slotCount + wanted.slot]
        if place >= 0 { return .route(routes[Int(place)]) }
        let allow = allows[resource]
        return .miss(method == .options ? .options(allow: allow) : .methodNotAllowed(allow: allow))
    }

    /// Fills in the path's parameters again, for a route that was found before.
    func capture(_ path: UnsafeRawBufferPointer, of route: Route, _ captures: PathCaptures) {
        // Without parameters nothing may be left of the request before.
        captures.begin(path)
        _ = route.template?.matches(Self.withoutVersion(path), captures)
    }

    private var allowAll: String { Self.allow([.get, .post, .put, .delete]) }

    private func resource(_ path: UnsafeRawBufferPointer, _ captures: PathCaptures) -> Int? {
        if let found = table.find(path) { return resourceOfPath[found] }
        if path.contains(UInt8(ascii: "%")), let plain = PercentEncoding.decodedPath(path),
            let found = plain.withUnsafeBytes(table.find)
        {
            return resourceOfPath[found]
        }
        return templates.first { $0.template.matches(path, captures) }?.resource
    }

    /// Every path is served under `/v1` too.
    private static func withoutVersion(_ path: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard path.count >= 4, UnsafeRawBufferPointer(rebasing: path[..<4]).spells("/v1/") else {
            return path
        }
        return UnsafeRawBufferPointer(rebasing: path.dropFirst(3))
    }

    /// The paths without parameters; one that ends in a slash counts without it too.
    private static func fixedPaths(_ paths: [String]) -> [(path: String, resource: Int)] {
        paths.enumerated().flatMap { number, path -> [(path: String, resource: Int)] in
            guard PathTemplate(path).parameters.isEmpty else { return [] }
            guard path.hasSuffix("/"), path.count > 1 else { return [(path, number)] }
            return [(path, number), (String(path.dropLast()), number)]
        }
    }

    private static func allow(_ methods: [HTTPMethod]) -> String {
        var names = methods.map(\.rawValue)
        if methods.contains(.get) { names.append(HTTPMethod.head.rawValue) }
        names.append(HTTPMethod.options.rawValue)
        return names.joined(separator: ", ")
    }
}

extension HTTPMethod {
    static let slotCount = 9

    var slot: Int {
        switch self {
        case .get: 0
        case .head: 1
        case .post: 2
        case .put: 3
        case .delete: 4
        case .options: 5
        case .patch: 6
        case .other: 7
        case .connect: 8
        }
    }
}
