import Essentials
import HTTP

/// An endpoint as an OpenAPI operation.
extension Endpoint {
    /// Writes the operation object.
    func describe(_ schemas: SchemaCatalog, _ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("operationId", operationID)
            writer.field("summary", summary)
            writer.field("tags", [tag])
            if let remarks { writer.field("description", remarks) }
            if isInternal { writer.field("x-internal", true) }
            if !access.needsCredentials {
                writer.member("security") { $0.append("[]" as StaticString) }
            }
            if hasParameters { writer.member("parameters") { parameters(&$0) } }
            if !bodyFields.isEmpty { writer.member("requestBody") { requestBody(schemas, &$0) } }
            writer.member("responses") { responses(schemas, &$0) }
        }
    }

    /// `post_serverstats_enable`: the method and the path's words. What is one of several is told by its name in the
    /// singular, not by the parameter.
    package var operationID: String {
        var segments = path.split(separator: "/").map(String.init)
        if segments.first == "modules", segments.count > 1 { segments.removeFirst() }
        if let last = segments.last, last.hasPrefix("{"), segments.count > 1 {
            segments[segments.count - 2] = segments[segments.count - 2].singular
        }
        let words = segments.filter { !$0.hasPrefix("{") }
            .flatMap { $0.split { !($0.isLetter || $0.isNumber) }.map(String.init) }
        return ([method.rawValue.lowercased()] + words).joined(separator: "_")
    }

    /// The group; a module's many statistics and what is stored of members are groups of their own.
    var tag: String {
        for part in ["stats", "privacy"] where path.contains("/\(part)/") {
            return "\(group) \(part)"
        }
        return group
    }

    private var queryFields: [FieldSpec] {
        input == .none || input == .body ? [] : fields.filter { $0.place == .input }
    }

    var bodyFields: [FieldSpec] {
        input == .body ? fields.filter { $0.place == .input } : []
    }

    private var pathFields: [FieldSpec] {
        fields.filter { $0.place == .path }
    }

    private var hasParameters: Bool {
        !queryFields.isEmpty || !pathFields.isEmpty || takesIdempotencyKey
    }

    private var remarks: String? {
        var remarks: [String] = []
        if access == .service { remarks.append("For service tokens only: the bot fleet calls it.") }
        if access == .privacy {
            remarks.append("For service tokens and the member concerned; not for API keys.")
        }
        if access == .keyHolders { remarks.append("Not for API keys: they can't manage keys.") }
        if access == .users { remarks.append("For Discord users only.") }
        if method == .delete || input == .queryOrBody {
            remarks.append(
                "The fields may come in the \(input == .body ? "query" : "body") instead.")
        }
        if let botNeeds {
            remarks.append(
                "Calls Discord, where the bot needs \(botNeeds); 804 with its message if it refuses."
            )
        }
        if let repeating { remarks.append(repeating) }
        return remarks.isEmpty ? nil : remarks.joined(separator: " ")
    }

    /// Whether a client that got no answer, or 502 or 503, may send it again.
    private var repeating: String? {
        if takesIdempotencyKey {
            return "To send it again without counting twice, use the same `Idempotency-Key`."
        }
        return method == .put || method == .delete ? "Sending it again changes nothing more." : nil
    }

    private func parameters(_ writer: inout ByteWriter) {
        writer.beginArray()
        for field in pathFields { field.describeAsParameter("path", &writer) }
        for field in queryFields { field.describeAsParameter("query", &writer) }
        if takesIdempotencyKey { Self.idempotencyKey.describeAsParameter("header", &writer) }
        writer.endArray()
    }

    private func requestBody(_ schemas: SchemaCatalog, _ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("required", bodyFields.contains { $0.presence == .required })
            writer.content(
                example: example, inLines: bodyFields.contains(where: \.comesInLines)
            ) { $0.refer(to: schemas.name(ofRequest: self)) }
        }
    }

    private static let idempotencyKey: FieldSpec = {
        var spec = FieldSpec(
            "Idempotency-Key", .text(1...64),
            "Makes a repeat of the same event harmless for 24 hours, within the guild.")
        spec.presence = .optional(standardValue: nil)
        return spec
    }()
}

extension String {
    /// `entries` is `entry`, `triggers` is `trigger`.
    fileprivate var singular: String {
        if hasSuffix("ies") { return dropLast(3) + "y" }
        return hasSuffix("s") ? String(dropLast()) : self
    }

    /// `post_serverstats_enable` is `PostServerstatsEnable`.
    package var capitalizedWords: String {
        split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension ByteWriter {
    /// A reference to one of the document's schemas.
    mutating func refer(to schema: String) {
        object { $0.field("$ref", "#/components/schemas/\(schema)") }
    }

    /// The `content` member of a body.
    /// - Parameter inLines: whether its list's elements may come as lines too.
    mutating func content(
        _ type: String = "application/json", example: [UInt8]? = nil, inLines: Bool = false,
        schema: (inout ByteWriter) -> Void
    ) {
        member("content") { writer in
            writer.object { writer in
                writer.key(type)
                writer.object { writer in
                    writer.member("schema", schema)
                    if let example { writer.member("example") { $0.append(example) } }
                }
                guard inLines else { return }
                writer.member("application/x-ndjson") { writer in
                    writer.object { writer in
                        writer.member("schema") { writer in
                            writer.object { writer in
                                writer.field("type", "string")
                                writer.field("description", "The list's elements, a line each.")
                            }
                        }
                    }
                }
            }
        }
    }
}
