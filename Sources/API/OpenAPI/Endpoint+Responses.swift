import Essentials
import HTTP

/// The responses of an operation.
extension Endpoint {
    /// Every error this endpoint may answer: its own, and what its access and fields bring with them.
    package var allErrors: [ErrorName] {
        var names = Set(errors + furtherErrors)
        if !fields.isEmpty || takesIdempotencyKey { names.insert(.badRequest) }
        // The same key with another payload.
        if takesIdempotencyKey { names.insert(.unprocessable) }
        if access.needsCredentials {
            // Whose an OAuth token is, only Discord knows: where it doesn't tell, any of them is 804.
            names.formUnion([.unauthorized, method == .get ? .settings : .database, .discord])
        }
        if access.needsCredentials, fields.contains(where: { $0.role != .plain }) {
            names.insert(.forbidden)
        }
        if access == .service || access == .users { names.insert(.forbidden) }
        if fields.contains(where: { $0.place == .path }) { names.insert(.notFound) }
        if refusesForeign { names.formUnion([.unprocessable, .discord]) }
        names.insert(.internalServer)
        return ErrorName.allCases.filter(names.contains)
    }

    /// Writes the responses object: success, and the errors by status.
    func responses(_ schemas: SchemaCatalog, _ writer: inout ByteWriter) {
        writer.object { writer in
            writer.member("200") { success(schemas, &$0) }
            for failure in failures {
                writer.key(String(failure.status))
                failure.refer(&writer)
            }
        }
    }

    /// Its own errors, and what any request of its kind may be refused for before it's read.
    var failures: [FailureResponse] {
        var failures = FailureResponse.all(of: allErrors) + [.tooSlow, .headersTooLarge]
        if access.needsCredentials { failures.append(.tooManyRequests) }
        if sources.contains(.body) { failures += [.bodyTooLarge, .unsupportedMediaType] }
        // Where there is a 503 already it stands for this one as well.
        if !failures.contains(where: { $0.status == 503 }) { failures.append(.noRoom) }
        return failures.sorted { $0.status < $1.status }
    }

    /// Every status it may answer with.
    package var statuses: Set<Int> { Set(failures.map(\.status)).union([200]) }

    private func success(_ schemas: SchemaCatalog, _ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("description", "Done.")
            if case .document(let type) = answer {
                writer.content(type) { answer.describe(&$0) }
            } else {
                writer.content { $0.refer(to: schemas.name(ofAnswer: answer)) }
            }
        }
    }
}

extension ErrorName {
    /// An example of the error.
    package var example: APIError {
        switch self {
        case .badRequest: .badRequest(.field("guild_id", .required))
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound("There is nothing of this id.")
        case .unprocessable: .unprocessable(.field("days", .limit(.integer(1...30))))
        case .internalServer: .internalServer
        case .moduleDisabled: .moduleDisabled
        case .moduleEnabled: .moduleEnabled
        case .settings: .settings
        case .database: .database(outcomeUnknown: false)
        case .discord: .discord("Missing Permissions")
        }
    }
}
