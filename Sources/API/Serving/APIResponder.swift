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
    private let accessLog: AccessLog
    private let reader = RequestReader()
    private var ids = RequestID.Sequence()

    /// - Parameter endpoints: all of them; how they're found is fixed from here on.
    package init(_ endpoints: [Endpoint], callers: any CallerSource, log: Log) {
        router = Router(endpoints)
        metrics = RouteMetrics(endpoints)
        self.callers = callers
        accessLog = AccessLog(log: log)
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        var exchange = Exchange(request, &ids)
        var response: HTTPResponse
        do {
            response = try await serve(request, &exchange)
        } catch {
            response = refuse(error, &exchange)
        }
        finish(&response, exchange)
        return response
    }

    package func respond(toMalformed error: HTTPError) -> HTTPResponse {
        let response = APIError.malformed(error).response
        metrics.record(route: nil, status: response.status, duration: .zero)
        return response
    }

    private func serve(
        _ request: HTTPRequest, _ exchange: inout Exchange
    ) async throws -> HTTPResponse {
        switch router.match(request.method, request.path, reader.captures) {
        case .notFound: throw APIError.notFound("This path does not exist.")
        case .methodNotAllowed(let allow): throw APIError.methodNotAllowed(allow: allow)
        case .options(let allow):
            return HTTPResponse(
                status: 204, contentType: "", headers: [HTTPHeader("Allow", allow)])
        case .route(let route):
            exchange.route = route
            return try await serve(request, route, &exchange.call)
        }
    }

    private func serve(
        _ request: HTTPRequest, _ route: Route, _ call: inout Call
    ) async throws -> HTTPResponse {
        if route.access.needsCredentials {
            call.caller = try await caller(of: request, call)
            // Looking it up may have suspended, and another request may have been read meanwhile.
            router.capture(request.path, of: route, reader.captures)
        }
        try read(request, route, &call)
        let answer = try await route.operation.run(route, reader, &call)
        return HTTPResponse(
            status: 200, contentType: answer.contentType, fixedHeaders: answer.fixedHeaders,
            body: answer.body)
    }

    private func caller(of request: HTTPRequest, _ call: Call) async throws -> Caller {
        guard let header = request.headers.first("authorization"),
            let token = BearerToken.find(in: header),
            let caller = try await callers.caller(bearer: token, deadline: call.deadline)
        else { throw APIError.unauthorized }
        return caller
    }

    /// Takes the request's parts up for its fields to be read.
    private func read(_ request: HTTPRequest, _ route: Route, _ call: inout Call) throws {
        let body = request.body
        if route.sources.contains(.body), !body.isEmpty,
            let type = request.headers.first("content-type"), !MediaType.isJSON(type)
        {
            throw APIError.unsupportedMediaType
        }
        if route.takesIdempotencyKey, let key = request.headers.first("idempotency-key") {
            call.idempotencyKey = try IdempotencyKey.read(key)
        }
        try reader.begin(sources: route.sources, query: request.query, body: body)
    }

    /// The one place where whatever was thrown becomes an answer.
    private func refuse(_ error: any Error, _ exchange: inout Exchange) -> HTTPResponse {
        switch error {
        case let error as APIError: return error.response
        case let fault as Fault: return APIError.badRequest(fault).response
        case let error as DatabaseError:
            exchange.cause = error.causeForLogs
            return APIError(error, exchange.route?.intent ?? .writing).response
        default:
            exchange.cause = String(describing: type(of: error))
            return APIError.internalServer.response
        }
    }

    private func finish(_ response: inout HTTPResponse, _ exchange: Exchange) {
        let duration = Instant.now() - exchange.call.arrival
        metrics.record(
            route: exchange.route?.place, status: response.status, duration: duration)
        accessLog.write(exchange, status: response.status, duration: duration)
        if case .given = exchange.call.id {
            response.headers.append(exchange.idHeader)
        } else if response.status >= 500 {
            response.headers.append(exchange.idHeader)
        }
        if case .stream(let write) = response.body {
            response.body = .stream { try await self.watch(write, $0, exchange) }
        }
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
    fileprivate var idHeader: HTTPHeader { HTTPHeader("X-Request-Id", call.id.description) }
}
