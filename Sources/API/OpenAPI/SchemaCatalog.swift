import Essentials

/// The document's named schemas: what is alike stands in it once, so that programs made of it have one type for it.
struct SchemaCatalog {
    /// Things that answers hold, by name.
    private var things: [String: Shape] = [:]
    /// The shapes of `data` and the names of the whole answers.
    private var answers: [Shape: String] = [:]
    /// The fields of bodies, and their names.
    private var requests: [[FieldSpec]: (name: String, fields: [FieldSpec])] = [:]

    init(_ endpoints: [Endpoint]) {
        for endpoint in endpoints {
            if case .document = endpoint.answer { continue }
            note(endpoint.answer)
            noteAnswer(of: endpoint)
        }
        let bodies = Dictionary(
            grouping: endpoints.filter { !$0.bodyFields.isEmpty }, by: Self.key(ofRequest:))
        for (key, sharing) in bodies {
            requests[key] = (Self.name(ofRequestOf: sharing), sharing[0].bodyFields)
        }
    }

    func name(ofAnswer data: Shape) -> String { answers[data] ?? "MessageAnswer" }

    func name(ofRequest endpoint: Endpoint) -> String {
        requests[Self.key(ofRequest: endpoint)]?.name ?? ""
    }

    /// Writes the members of `schemas`.
    func describe(_ writer: inout ByteWriter) {
        for (name, shape) in things.sorted(by: { $0.key < $1.key }) {
            writer.key(name)
            shape.describe(&writer)
        }
        for (data, name) in answers.sorted(by: { $0.value < $1.value }) {
            writer.key(name)
            Self.describeAnswer(with: data, &writer)
        }
        for request in requests.values.sorted(by: { $0.name < $1.name }) {
            writer.key(request.name)
            FieldKind.object(request.fields).describe(&writer)
        }
    }

    // MARK: Answers

    /// The envelope of every success; `success` tells it from a failure.
    private static func describeAnswer(with data: Shape, _ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("type", "object")
            writer.field("required", ["success", "data", "error"])
            writer.member("properties") { writer in
                writer.object { writer in
                    writer.member("success") { $0.append(#"{"const":true}"# as StaticString) }
                    writer.member("data") { data.describe(&$0) }
                    writer.member("error") { $0.refer(to: "Nothing") }
                }
            }
        }
    }

    private mutating func note(_ shape: Shape) {
        switch shape {
        case .named(let name, let inner):
            things[name] = inner
            note(inner)
        case .nullable(let inner), .list(let inner): note(inner)
        case .object(let members): for member in members { note(member.shape) }
        case .text, .snowflake, .integer, .number, .boolean, .timestamp, .document: break
        }
    }

    private mutating func noteAnswer(of endpoint: Endpoint) {
        guard answers[endpoint.answer] == nil else { return }
        let short = Self.name(ofAnswer: endpoint.answer)
        let isFree = short.map { !answers.values.contains($0) } ?? false
        answers[endpoint.answer] =
            isFree ? short : endpoint.operationID.capitalizedWords + "Answer"
    }

    /// After what it holds, where that is one thing or a list of them.
    private static func name(ofAnswer data: Shape) -> String? {
        if data == .message { return "MessageAnswer" }
        if case .named(let name, _) = data { return name + "Answer" }
        guard case .object(let members) = data else { return nil }
        let isPage = members.contains { $0.name == "page" }
        let things = members.filter { !["page", "page_size", "total"].contains($0.name) }
        guard things.count == 1 else { return nil }
        switch things[0].shape {
        case .named(let name, _): return name + "Answer"
        case .list(.named(let name, _)): return name + (isPage ? "PageAnswer" : "ListAnswer")
        default: return nil
        }
    }

    // MARK: Requests

    /// Two bodies are alike whatever words describe their fields.
    private static func key(ofRequest endpoint: Endpoint) -> [FieldSpec] {
        endpoint.bodyFields.map { field in
            var field = field
            field.summary = ""
            return field
        }
    }

    /// After its operation; one that several operations share is called after its fields.
    private static func name(ofRequestOf endpoints: [Endpoint]) -> String {
        let names = endpoints[0].bodyFields.map(\.name).filter { $0 != "guild_id" }
        guard endpoints.count > 1, names.count <= 3 else {
            return endpoints[0].operationID.capitalizedWords + "Request"
        }
        return names.isEmpty
            ? "GuildRequest" : names.map(\.capitalizedWords).joined() + "Request"
    }
}
