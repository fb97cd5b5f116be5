import Essentials
import EventLoop
import HTTP

/// The endpoints that are no module's: health, and the API's description of itself.
package enum OwnEndpoints {
    private static let group = "service"
    private static let alive = Answer.message("This process is alive.")
    private static let ready = Answer.message("This process is ready to serve.")

    /// All endpoints of a server: the given ones and its own, which describe them all.
    package static func added(
        to endpoints: [Endpoint], readiness: any ReadinessSource, version: String
    ) -> [Endpoint] {
        let all = endpoints + [livez, readyz(readiness), docs]
        let described = OpenAPIDocument(all + [openAPI(serving: [])], version: version)
        return all + [openAPI(serving: described.bytes)]
    }

    private static var livez: Endpoint {
        Endpoint(
            .get, "/livez", "Tells whether this process answers.", group: group, access: .open
        ) { _ in alive }
    }

    private static func readyz(_ readiness: any ReadinessSource) -> Endpoint {
        Endpoint(
            .get, "/readyz",
            "Tells whether this process can serve: 503 without a migrated database, or while draining.",
            group: group, access: .open
        ) { _ in
            if let reason = readiness.unreadiness { throw APIError.unready(reason) }
            return ready
        }
    }

    private static func openAPI(serving document: [UInt8]) -> Endpoint {
        let answer = Answer.document(document, "application/json")
        return Endpoint(
            .get, "/openapi.json", "This description, in OpenAPI 3.1.", group: group,
            access: .open, answer: .document("application/json")
        ) { _ in answer }
    }

    private static var docs: Endpoint {
        let answer = Answer.document(
            DocsPage.bytes, "text/html; charset=utf-8", headers: DocsPage.headers)
        return Endpoint(
            .get, "/docs", "This description, as a page for people.", group: group,
            access: .open, answer: .document("text/html")
        ) { _ in answer }
    }
}
