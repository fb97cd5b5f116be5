import Modules

/// The data behind the admin address.
protocol AdminSource: AnyObject {
    /// Whether the host answers requests.
    @LoopActor var isReady: Bool { get }
    /// The metrics page.
    @LoopActor func metrics() async -> String
}

/// Answers on the admin address: `/metrics`, `/livez` and `/readyz` of the host.
final class AdminResponder: HTTPResponder {
    private let source: any AdminSource

    init(_ source: any AdminSource) {
        self.source = source
    }

    @LoopActor
    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard request.method == .get || request.method == .head else {
            return failure(405, "Method Not Allowed!", [HTTPHeader("Allow", "GET, HEAD")])
        }
        switch String(decoding: request.path, as: UTF8.self) {
        case "/livez": return success("alive")
        case "/readyz": return readiness
        case "/metrics": return await metrics()
        default: return failure(404, "Not Found! There is /metrics, /livez and /readyz.")
        }
    }

    @LoopActor
    func respond(toMalformed error: HTTPError) -> HTTPResponse {
        failure(error.status, "Bad Request Error! \(error.reason)")
    }

    @LoopActor
    private var readiness: HTTPResponse {
        source.isReady
            ? success("ready")
            : failure(503, "No worker is ready.", [HTTPHeader("Retry-After", "1")])
    }

    @LoopActor
    private func metrics() async -> HTTPResponse {
        let page = await source.metrics()
        return HTTPResponse(
            status: 200, contentType: "text/plain; version=0.0.4; charset=utf-8",
            body: .bytes(Array(page.utf8)))
    }

    private func success(_ message: StaticString) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            body: .written { writer in
                writer.append(#"{"success":true,"data":{"message":""# as StaticString)
                writer.append(message)
                writer.append(#""},"error":{}}"# as StaticString)
            })
    }

    private func failure(
        _ status: Int, _ message: String, _ headers: [HTTPHeader] = []
    ) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: headers,
            body: .written { writer in
                writer.append(#"{"success":false,"data":{},"error":{"code":"# as StaticString)
                writer.append(decimal: Int64(status))
                writer.append(#","message":"# as StaticString)
                writer.value(message)
                writer.append("}}" as StaticString)
            })
    }
}
