import Essentials
import EventLoop
import HTTP
import Postgres

/// Serves the API: finds the endpoint of each request, its caller and its fields, and renders what comes of it.
@LoopActor
package final class APIResponder: HTTPResponder {
    package let metrics: RouteMetrics
    private let router: Router
    private let callers: any CallerSource
    private let proxies: TrustedProxies
    private let pages: CrossOrigin
    private let accessLog: AccessLog
    let reader = RequestReader()
    private var ids = RequestID.Sequence()

    /// - Parameter endpoints: all of them; how they're found is fixed from here on.
    package init(
        _ endpoints: [Endpoint], callers: any CallerSource,
        proxies: TrustedProxies = TrustedProxies([]), pages: CrossOrigin = CrossOrigin(), log: Log
    ) {
        router = Router(endpoints)
        metrics = RouteMetrics(endpoints)
        self.callers = callers
        self.proxies = proxies
        self.pages = pages
        accessLog = AccessLog(log: log)
    }

    // One function, since every call of an asynchronous one costs, and this is every request's way.
    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        var exchange = Exchange(request, &ids)
        do {
            let route: Route
            switch router.match(request.method, request.path, reader.captures) {
            case .route(let found): route = found
            case .miss(let miss): return finish(miss.response, to: request, exchange)
            }
            exchange.route = route
            if route.access.needsCredentials {
                let token = try bearer(of: request)
                if let known = try callers.knownCaller(bearer: token) {
                    exchange.context.caller = known
                } else {
                    exchange.context.caller = try await lookUp(
                        token, request, exchange.context.deadline)
                }
            }
            try read(request, route, &exchange.context)
            let answer = try await route.operation.run(route, reader, &exchange.context)
            return finish(
                ContentCoding.apply(to: answer, of: route, request.headers), to: request, exchange)
        } catch {
            return finish(refuse(error, &exchange), to: request, exchange)
        }
    }

    /// A body is read for endpoints that there are, and callers who are known; the rest is checked when it has come.
    package func admission(of request: HTTPRequest) async -> HTTPAdmission {
        var exchange = Exchange(request, &ids)
        do {
            switch router.match(request.method, request.path, reader.captures) {
            case .route(let found): exchange.route = found
            case .miss(let miss): return .refused(finish(miss.response, to: request, exchange))
            }
            guard exchange.route?.access.needsCredentials ?? false else {
                return .admitted(.stranger)
            }
            guard
                let caller = try await callers.identify(
                    bearer: bearer(of: request), from: proxies.client(of: request),
                    deadline: exchange.context.deadline)
            else { throw APIError.unauthorized }
            return .admitted(caller.party)
        } catch {
            return .refused(finish(refuse(error, &exchange), to: request, exchange))
        }
    }

    package func respond(toMalformed error: HTTPError) -> HTTPResponse {
        let response = APIError.malformed(error).response
        metrics.record(route: nil, status: response.status, duration: .zero)
        return response
    }

    private func bearer(of request: HTTPRequest) throws(APIError) -> UnsafeRawBufferPointer {
        guard let header = request.headers.first("authorization"),
            let token = BearerToken.find(in: header)
        else { throw .unauthorized }
        return token
    }

    private func lookUp(
        _ token: UnsafeRawBufferPointer, _ request: HTTPRequest, _ deadline: Instant
    ) async throws -> Caller {
        guard
            let caller = try await callers.caller(
                bearer: token, from: proxies.client(of: request), deadline: deadline)
        else { throw APIError.unauthorized }
        return caller
    }

    /// Takes the request's parts up for its fields to be read. Looking the caller up may have suspended, and another
    /// request may have been read meanwhile: nothing before this counts.
    private func read(_ request: HTTPRequest, _ route: Route, _ context: inout RequestContext)
        throws
    {
        let body = request.body
        var isInLines = false
        if route.sources.contains(.body), !body.isEmpty,
            let type = request.headers.first("content-type"), !MediaType.isJSON(type)
        {
            isInLines = route.takesLines && MediaType.isJSONLines(type)
            guard isInLines else { throw APIError.unsupportedMediaType }
        }
        if route.takesIdempotencyKey, let key = request.headers.first("idempotency-key") {
            context.idempotencyKey = try IdempotencyKey.read(key)
        }
        router.capture(request.path, of: route, reader.captures)
        try reader.begin(
            sources: route.sources, query: request.query, body: body, inLines: isInLines)
    }

    /// Counts and logs what comes of a request, and adds its id where that's asked for or of use.
    private func finish(
        _ response: HTTPResponse, to request: HTTPRequest, _ exchange: Exchange
    ) -> HTTPResponse {
        var response = response
        if pages.areAny { response.headers += pages.headers(for: request) }
        let duration = Instant.now() - exchange.context.arrival
        metrics.record(
            route: exchange.route?.place, status: response.status, duration: duration)
        metrics.record(exchange.context.caller)
        accessLog.write(exchange, status: response.status, duration: duration)
        if case .given = exchange.context.id {
            response.headers.append(exchange.idHeader)
        } else if response.status >= 500 {
            response.headers.append(exchange.idHeader)
        }
        if case .stream(let write) = response.body {
            response.body = .stream { try await self.watch(write, $0, exchange) }
        }
        return response
    }

    /// Runs a stream and tells of it where it breaks for another reason than its client's going away.
    private func watch(
        _ write: @LoopActor (HTTPBodyStream) async throws -> Void, _ stream: HTTPBodyStream,
        _ exchange: Exchange
    ) async throws {
        do {
            try await write(stream)
        } catch let error as HTTPStreamError {
            throw error
        } catch {
            metrics.brokenStreams += 1
            let cause = (error as? DatabaseError)?.causeForLogs
            accessLog.writeBroken(exchange, cause: cause ?? "\(type(of: error))")
            throw error
        }
    }
}

extension Exchange {
    fileprivate var idHeader: HTTPHeader { HTTPHeader("X-Request-Id", context.id.description) }
}

extension Caller {
    /// Whose share of the memory for large requests is used. The fleet acts for all guilds, so it has no share.
    fileprivate var party: InputParty {
        switch self {
        case .anonymous: .stranger
        case .service: .trusted
        case .apiKey(let guild, _, _): .caller(guild.hashValue)
        case .user(let user, _): .caller(user.hashValue)
        }
    }
}
