import API
import DiscordEmulator
import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import InviteTracker

/// Asks every operation of the contract: valid, with each required field missing, with each field of a wrong type.
@Suite struct ContractTests {
    private typealias Fields = [(name: String, value: String)]

    @Test func `each valid request is answered as declared`() async throws {
        for operation in DeclarationTests.operations {
            try await withGuild(.den) { guild in
                if operation.name.hasSuffix("/enable") {
                    try await guild.worker.ask("POST", "disable")
                }
                let fields = Self.fields(of: operation, guild)
                let answer = try await Self.ask(guild, operation, fields)
                #expect(answer.status == 200, "\(operation.name) \(answer.said)")
                let endpoint = guild.worker.module.endpoints.first {
                    $0.method.rawValue == operation.method && $0.path == operation.path
                }
                let mismatch = ShapeCheck.mismatch(answer.data, try #require(endpoint).answer)
                #expect(mismatch == nil, "\(operation.name)")
            }
        }
    }

    @Test func `each required field is missed by name`() async throws {
        try await withGuild { guild in
            for operation in DeclarationTests.operations {
                for field in operation.fields where field.isRequired {
                    let fields = Self.fields(of: operation, guild).filter { $0.name != field.name }
                    let answer = try await Self.ask(guild, operation, fields)
                    #expect(
                        answer.message
                            == "Bad Request Error! Field '\(field.name)' is required.",
                        "\(operation.name)")
                }
            }
        }
    }

    @Test func `each wrong type is refused by name`() async throws {
        try await withGuild { guild in
            for operation in DeclarationTests.operations {
                for field in operation.fields {
                    for value in Self.wrongValues(for: field, in: operation) {
                        let fields =
                            Self.fields(of: operation, guild).filter { $0.name != field.name }
                            + [(field.name, value)]
                        let answer = try await Self.ask(guild, operation, fields)
                        #expect(answer.code == 400, "\(operation.name) \(field.name) \(value)")
                        #expect(
                            answer.message?.contains("'\(field.name)'") == true,
                            "\(operation.name) \(field.name) \(value)")
                    }
                }
            }
        }
    }

    @LoopActor
    private static func fields(of operation: ContractOperation, _ guild: TestGuild) -> Fields {
        operation.fields.map { field in
            switch (field.name, field.type) {
            case ("guild_id", _): (field.name, "\(TestWorker.guild)")
            case ("channel_id", _), ("join_messages_channel", _), ("leave_messages_channel", _):
                (field.name, "\(guild.channel)")
            case ("invite_code", _): (field.name, "\"den\"")
            case (_, "boolean"): (field.name, "true")
            case (let name, _) where name.hasSuffix("is_embed"): (field.name, "0")
            case (_, "integer"): (field.name, "7")
            default: (field.name, "\"text\"")
            }
        }
    }

    private static func wrongValues(
        for field: ContractField, in operation: ContractOperation
    ) -> [String] {
        if operation.input == "query" { return ["x", "1.5", ""] }
        let all = ["\"x\"", "[]", "{}", "true", "1.5", "null"]
        let wrong =
            switch (field.name, field.type) {
            case (let name, _) where name.hasSuffix("is_embed"):
                all.filter { $0 != "true" } + ["2"]
            case (_, "integer"): all
            case (_, "boolean"): all.filter { $0 != "true" } + ["2"]
            default: all.filter { $0 != "\"x\"" }
            }
        // Where a condition makes a field nullable, it doesn't hold here.
        return field.isNullable && field.nullableWhen == nil ? wrong.filter { $0 != "null" } : wrong
    }

    @LoopActor
    private static func ask(
        _ guild: TestGuild, _ operation: ContractOperation, _ fields: Fields
    ) async throws -> InMemoryAnswer {
        let api = guild.worker.api
        switch operation.input {
        case "query":
            let query = fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            return try await api.ask(operation.method, "\(operation.path)?\(query)")
        case "body":
            let body = fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
            return try await api.ask(operation.method, operation.path, "{\(body)}")
        default:
            return try await api.ask(operation.method, operation.path, token: nil)
        }
    }
}
