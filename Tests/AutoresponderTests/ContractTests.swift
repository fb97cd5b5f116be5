import API
import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

@testable import Autoresponder

/// Asks every operation of the contract: valid, with each required field missing, with each field of a wrong type, while
/// the module is disabled, and without a database.
@Suite struct ContractTests {
    /// A request's fields as JSON values.
    private typealias Fields = [(name: String, value: String)]

    @Test func `each valid request is answered as declared`() async throws {
        try await withWorker { worker, _ in
            for operation in DeclarationTests.operations where !operation.path.contains("get-user")
            {
                let ids = try await Self.prepare(worker)
                if operation.name.hasSuffix("/enable") { try await worker.ask("POST", "disable") }
                let answer = try await Self.ask(worker, operation, Self.fields(of: operation), ids)
                #expect(answer.status == 200, "\(operation.name) \(answer.said)")
                let endpoint = try DeclarationTests.endpoints().first {
                    $0.method.rawValue == operation.method && $0.path == operation.path
                }
                let mismatch = ShapeCheck.mismatch(answer.data, try #require(endpoint).answer)
                #expect(mismatch == nil, "\(operation.name)")
            }
        }
    }

    @Test func `each required field is missed by name`() async throws {
        try await withWorker { worker, _ in
            let ids = try await Self.prepare(worker)
            for operation in DeclarationTests.operations {
                for field in operation.fields where field.isRequired {
                    let fields = Self.fields(of: operation).filter { $0.name != field.name }
                    let answer = try await Self.ask(worker, operation, fields, ids)
                    #expect(
                        answer.message
                            == "Bad Request Error! Field '\(field.name)' is required.",
                        "\(operation.name)")
                }
            }
        }
    }

    @Test func `each wrong type is refused by name`() async throws {
        try await withWorker { worker, _ in
            let ids = try await Self.prepare(worker)
            for operation in DeclarationTests.operations {
                for field in operation.fields {
                    for value in Self.wrongValues(for: field, in: operation) {
                        let fields: Fields =
                            Self.fields(of: operation).filter { $0.name != field.name }
                            + [(field.name, value)]
                        let answer = try await Self.ask(worker, operation, fields, ids)
                        #expect(answer.code == 400, "\(operation.name) \(field.name) \(value)")
                        #expect(
                            answer.message?.contains("'\(field.name)") == true,
                            "\(operation.name) \(field.name) \(value)")
                    }
                }
            }
        }
    }

    @Test func `a disabled guild's requests are answered so`() async throws {
        try await withWorker { worker, _ in
            let always = ["/enable", "/status", "/delete", "/", "-entries"]
            for operation in DeclarationTests.operations
            where !always.contains(where: operation.path.hasSuffix) {
                let answer = try await Self.ask(worker, operation, Self.fields(of: operation), [])
                #expect(answer.code == 800, "\(operation.name) \(answer.said)")
            }
            #expect(try await worker.ask("GET", "status").text.contains(#""status":false"#))
            #expect(try await worker.ask("DELETE", "delete").status == 200)
        }
    }

    @Test func `without a database a GET is 802, and what changes something 803`() async throws {
        try await withWorker { worker, _ in
            worker.database.stop()
            for operation in DeclarationTests.operations where operation.input != nil {
                let answer = try await Self.ask(worker, operation, Self.fields(of: operation), [])
                if operation.path.hasSuffix("delete-user-entries") { continue }
                let reads = operation.method == "GET" || operation.path.hasSuffix("/check")
                #expect(answer.code == (reads ? 802 : 803), "\(operation.name) \(answer.said)")
                #expect(answer.header("Retry-After") == "1")
            }
        }
    }

    /// Enables the guild and gives it a trigger and a response; their ids.
    @LoopActor
    private static func prepare(_ worker: TestWorker) async throws -> [String] {
        try await worker.ask("DELETE", "delete")
        try await worker.enable()
        let response = try await worker.addResponse()
        // Of a role that nobody has, so that nobody asks Discord.
        let trigger = try await worker.addTrigger(
            TriggerFields(type: 1, text: nil, allowedRoles: [99]))
        return [trigger, response]
    }

    private static func fields(of operation: ContractOperation) -> Fields {
        operation.fields.map { ($0.name, value(of: $0)) }
    }

    private static func value(of field: ContractField) -> String {
        switch (field.type, field.name) {
        case (_, "guild_id"): "\(TestWorker.guild)"
        case (_, "trigger_type"): "2"
        case (_, "response_type"), (_, "page"): "1"
        case ("integer", _): "7"
        case ("boolean", _): "true"
        case ("list", _): "[]"
        default: "\"text\""
        }
    }

    private static func wrongValues(
        for field: ContractField, in operation: ContractOperation
    ) -> [String] {
        if operation.input == "query" { return field.type == "string" ? [] : ["x", "1.5", ""] }
        let nullable = ["emoji_name", "emoji_id"].contains(field.name)
        let all = ["\"x\"", "[]", "{}", "true", "1.5"] + (nullable ? [] : ["null"])
        return switch field.type {
        case "integer": all
        case "boolean": all.filter { $0 != "true" } + ["2"]
        case "list": all.filter { $0 != "[]" } + ["[\"x\"]"]
        default: all.filter { $0 != "\"x\"" }
        }
    }

    @LoopActor
    private static func ask(
        _ worker: TestWorker, _ operation: ContractOperation, _ fields: Fields, _ ids: [String]
    ) async throws -> InMemoryAnswer {
        let segments = operation.path.split(separator: "/", omittingEmptySubsequences: false)
        let path = segments.map { segment in
            switch segment {
            case "{trigger_id}": ids.first ?? "1"
            case "{response_id}": ids.last ?? "1"
            default: String(segment)
            }
        }.joined(separator: "/")
        switch operation.input {
        case "query":
            let query = fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            return try await worker.api.ask(operation.method, "\(path)?\(query)")
        case "body":
            let body = fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
            return try await worker.api.ask(operation.method, path, "{\(body)}")
        default:
            return try await worker.api.ask(operation.method, path, token: nil)
        }
    }
}
