import Essentials
import TestSupport

@testable import DiscordEmulator

/// Discord's own description of its API, as far as Kennel uses it. Resources/extract-openapi.py made the copy.
struct DiscordDescription {
    private let paths: JSON
    private let schemas: [String: JSON]

    init() throws {
        let file = "\(Cluster.tree)/Tests/DiscordEmulatorTests/Resources/discord-openapi.json"
        guard let json = JSON(parsing: readFile(file)) else { throw TestFailure("no \(file)") }
        paths = json["paths"] ?? .null
        schemas = Dictionary(
            uniqueKeysWithValues: (json["schemas"]?.members ?? []).map { ($0.key, $0.value) })
    }

    private var check: SchemaCheck { SchemaCheck(schemas: schemas) }

    func knows(_ method: String, _ template: String) -> Bool { paths[template]?[method] != nil }

    /// What is wrong with an answer; nil where it's as described.
    func fault(ofAnswer json: JSON?, status: Int, to method: String, _ template: String) -> String?
    {
        guard let operation = paths[template]?[method] else { return "no such operation" }
        let responses = operation["responses"]
        guard let schema = responses?["\(status)"] ?? responses?["\(status / 100)XX"] else {
            return "status \(status) isn't described"
        }
        if schema.isNull { return json == nil ? nil : "a body where there is none" }
        guard let json else { return "no body" }
        return check.mismatch(json, schema, at: "answer")
    }

    /// What is wrong with a call; nil where it's as described.
    func fault(of call: RecordedCall) -> String? {
        guard let template = call.template, let operation = paths[template]?[call.method] else {
            return "no such operation"
        }
        return pathFault(of: call, template, operation) ?? queryFault(of: call, operation)
            ?? bodyFault(of: call, operation)
    }

    private func pathFault(
        of call: RecordedCall, _ template: String, _ operation: JSON
    ) -> String? {
        let names = template.split(separator: "/")
        for (name, value) in zip(names, call.path.split(separator: "/")) where name.hasPrefix("{") {
            let schema = parameter(String(name.dropFirst().dropLast()), "path", operation)?[
                "schema"]
            guard let schema else { return "\(name) isn't described" }
            let text = PercentDecoding.decode(String(value))
            if let found = check.mismatch(ofText: text, schema, at: "\(name)") { return found }
        }
        return nil
    }

    private func queryFault(of call: RecordedCall, _ operation: JSON) -> String? {
        for (name, value) in call.query {
            guard let schema = parameter(name, "query", operation)?["schema"] else {
                return "the query's \(name) isn't described"
            }
            if let found = check.mismatch(ofText: value, schema, at: name) { return found }
        }
        let required = (operation["parameters"]?.elements ?? []).filter {
            $0["in"]?.string == "query" && $0["required"]?.bool == true
        }
        let missing = required.first { call.query[$0["name"]?.string ?? ""] == nil }
        return missing.map { "the query's \($0["name"]?.string ?? "") is missing" }
    }

    private func bodyFault(of call: RecordedCall, _ operation: JSON) -> String? {
        guard let schema = operation["body"] else {
            return call.hasBody ? "a body where there is none" : nil
        }
        guard call.hasBody else {
            return operation["body_required"]?.bool == true ? "the body is missing" : nil
        }
        return check.mismatch(call.body, schema, at: "body")
    }

    private func parameter(_ name: String, _ place: String, _ operation: JSON) -> JSON? {
        operation["parameters"]?.elements.first {
            $0["name"]?.string == name && $0["in"]?.string == place
        }
    }
}
