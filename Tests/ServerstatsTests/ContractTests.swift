import API
import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import Serverstats

/// Asks every operation of the contract: valid, with each required field missing, with each field of a wrong type.
@Suite struct ContractTests {
    /// A request's fields as JSON values.
    private typealias Fields = [(name: String, value: String)]

    /// What needs a guild on Discord; the tests of counters, starboard and privacy have one.
    private static let needingDiscord: Set<String> = [
        "POST /modules/serverstats/counters", "GET /modules/serverstats/counter/{counter_id}",
        "DELETE /modules/serverstats/counter/{counter_id}",
        "GET /modules/serverstats/privacy/get-user-entries",
        "POST /modules/serverstats/starboard/add", "POST /modules/serverstats/starboard/remove",
    ]

    @Test func `each valid request is answered as declared`() async throws {
        try await withWorker { worker, _ in
            for operation in DeclarationTests.operations
            where !Self.needingDiscord.contains(operation.name) {
                try await worker.enable()
                if operation.name.hasSuffix("/enable") { try await worker.ask("POST", "disable") }
                let answer = try await Self.ask(worker, operation, Self.fields(of: operation))
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
            for operation in DeclarationTests.operations {
                for field in operation.fields where field.isRequired {
                    let fields = Self.fields(of: operation).filter { $0.name != field.name }
                    let answer = try await Self.ask(worker, operation, fields)
                    #expect(answer.code == 400, "\(operation.name) \(field.name)")
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
            for operation in DeclarationTests.operations {
                for field in operation.fields {
                    for value in Self.wrongValues(for: field, in: operation) {
                        let fields: Fields =
                            Self.fields(of: operation).filter { $0.name != field.name }
                            + [(field.name, value)]
                        let answer = try await Self.ask(worker, operation, fields)
                        #expect(answer.code == 400, "\(operation.name) \(field.name) \(value)")
                        #expect(
                            answer.message?.contains("'\(field.name)'") == true,
                            "\(operation.name) \(field.name) \(value)")
                    }
                }
            }
        }
    }

    private static func fields(of operation: ContractOperation) -> Fields {
        operation.fields.map { ($0.name, value(of: $0)) }
    }

    private static func value(of field: ContractField) -> String {
        switch (field.type, field.name) {
        case (_, "guild_id"): "\(TestWorker.guild)"
        case (_, "days"): "30"
        case ("integer", _): "7"
        case ("boolean", _): "true"
        case ("float", _): "0.5"
        case ("list", _): #"[{"activity_type":0,"name":"a","details":null,"state":"b"}]"#
        default: "\"text\""
        }
    }

    private static func wrongValues(
        for field: ContractField, in operation: ContractOperation
    ) -> [String] {
        if operation.input == "query" { return field.type == "string" ? [] : ["x", "1.5", ""] }
        let all = ["\"x\"", "[]", "{}", "true", "1.5"] + (field.isNullable ? [] : ["null"])
        return switch field.type {
        case "integer": all
        case "boolean": all.filter { $0 != "true" } + ["2"]
        case "float": all.filter { $0 != "1.5" }
        case "list": all.filter { $0 != "[]" }
        default: all.filter { $0 != "\"x\"" }
        }
    }

    @LoopActor
    private static func ask(
        _ worker: TestWorker, _ operation: ContractOperation, _ fields: Fields
    ) async throws -> InMemoryAnswer {
        switch operation.input {
        case "query":
            let query = fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            return try await worker.api.ask(operation.method, "\(operation.path)?\(query)")
        case "body":
            let body = fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
            return try await worker.api.ask(operation.method, operation.path, "{\(body)}")
        default:
            return try await worker.api.ask(
                operation.method, operation.path, token: operation.isInternal ? "service" : nil)
        }
    }
}
