import Essentials
import HTTP

extension Endpoint {
    /// Writes the operation object.
    func describe(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("operationId", operationID)
            writer.field("summary", summary)
            writer.field("tags", [group])
            if let remarks { writer.field("description", remarks) }
            if isInternal { writer.field("x-internal", true) }
            if !access.needsCredentials {
                writer.member("security") { $0.append("[]" as StaticString) }
            }
            if hasParameters { writer.member("parameters") { parameters(&$0) } }
            if !bodyFields.isEmpty { writer.member("requestBody") { requestBody(&$0) } }
            writer.member("responses") { responses(&$0) }
        }
    }

    /// `post_modules_serverstats_enable`: unique as method and path are.
    package var operationID: String {
        let words = path.split { !($0.isLetter || $0.isNumber) }
        return ([method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
    }

    private var queryFields: [FieldSpec] {
        input == .none || input == .body ? [] : fields.filter { $0.place == .input }
    }

    private var bodyFields: [FieldSpec] {
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
        if method == .delete || input == .queryOrBody {
            remarks.append(
                "The fields may come in the \(input == .body ? "query" : "body") instead.")
        }
        return remarks.isEmpty ? nil : remarks.joined(separator: " ")
    }

    private func parameters(_ writer: inout ByteWriter) {
        writer.beginArray()
        for field in pathFields { field.describeAsParameter("path", &writer) }
        for field in queryFields { field.describeAsParameter("query", &writer) }
        if takesIdempotencyKey { Self.idempotencyKey.describeAsParameter("header", &writer) }
        writer.endArray()
    }

    private func requestBody(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("required", bodyFields.contains { $0.presence == .required })
            writer.content { writer in
                FieldKind.object(bodyFields).describe(&writer)
            }
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

extension ByteWriter {
    /// The `content` member of a body.
    mutating func content(
        _ type: String = "application/json", schema: (inout ByteWriter) -> Void
    ) {
        member("content") { writer in
            writer.object { writer in
                writer.key(type)
                writer.object { $0.member("schema", schema) }
            }
        }
    }
}
