import API
import DiscordEmulator
import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import Reactionroles

/// Asks every operation of the contract: with each required field missing, with each field of a wrong type.
@Suite struct ContractTests {
    private typealias Fields = [(name: String, value: String)]

    @Test func `each required field is missed by name`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let entry = try await place.makeEntry(panel, "🍎")
            for operation in DeclarationTests.operations {
                for (fields, type) in Self.variants(of: operation, place) {
                    for field in operation.fields
                    where fields.contains(where: { $0.0 == field.name }) {
                        let left = fields.filter { $0.name != field.name }
                        let answer = try await Self.ask(place, operation, left, panel, entry)
                        #expect(answer.code == 400, "\(operation.name) \(field.name) \(type)")
                        #expect(
                            answer.message?.contains("'\(field.name)' is required") == true,
                            "\(operation.name) \(answer.said)")
                    }
                }
            }
        }
    }

    @Test func `each wrong type is refused by name`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let entry = try await place.makeEntry(panel, "🍎")
            for operation in DeclarationTests.operations {
                for (fields, _) in Self.variants(of: operation, place) {
                    for field in operation.fields
                    where fields.contains(where: { $0.0 == field.name }) {
                        for value in Self.wrongValues(for: field, in: operation) {
                            let wrong =
                                fields.filter { $0.name != field.name } + [(field.name, value)]
                            let answer = try await Self.ask(place, operation, wrong, panel, entry)
                            #expect(
                                answer.code == 400,
                                "\(operation.name) \(field.name) \(value) \(answer.said)")
                            #expect(
                                answer.message?.contains("'\(field.name)") == true,
                                "\(operation.name) \(answer.said)")
                        }
                    }
                }
            }
        }
    }

    /// The fields of a request for each of the cases in which conditional ones count; optional ones are left out.
    @LoopActor
    private static func variants(
        of operation: ContractOperation, _ place: Place
    ) -> [(Fields, String)] {
        let conditions = Set(operation.fields.compactMap(\.requiredWhen))
        let cases = conditions.isEmpty ? ["always"] : conditions.sorted()
        return cases.map { condition in
            let fields = operation.fields.filter {
                $0.requiredWhen.map { $0 == condition } ?? $0.isRequired
            }
            return (fields.map { ($0.name, value(of: $0, condition, place)) }, condition)
        }
    }

    @LoopActor
    private static func value(
        of field: ContractField, _ condition: String, _ place: Place
    ) -> String {
        switch (field.name, field.type) {
        case ("guild_id", _): "\(place.guild.id)"
        case ("panel_type", _): condition.contains("emoji") ? "\"emoji\"" : "\"button\""
        case ("is_register", _): condition.contains("True") ? "true" : "false"
        case ("interaction_type", _):
            condition.contains("NOT") ? "\"reaction_add\"" : "\"component\""
        case (_, "integer"): "7"
        case (_, "boolean"): "true"
        case (_, "list"): "[7]"
        default: field.format == "snowflake" ? "\"7\"" : "\"text\""
        }
    }

    private static func wrongValues(
        for field: ContractField, in operation: ContractOperation
    ) -> [String] {
        if operation.input == "query" { return ["x", "1.5", ""] }
        let all = ["\"x\"", "[]", "{}", "true", "1.5", "null"]
        let mayBeNull = field.isNullable
        let wrong =
            switch (field.type, field.format) {
            case ("integer", _), (_, "snowflake"): all
            case ("boolean", _): all.filter { $0 != "true" } + ["2"]
            case ("list", _): all.filter { $0 != "[]" } + ["[true]"]
            default: all.filter { $0 != "\"x\"" }
            }
        return mayBeNull ? wrong.filter { $0 != "null" } : wrong
    }

    @LoopActor
    private static func ask(
        _ place: Place, _ operation: ContractOperation, _ fields: Fields, _ panel: TestPanel,
        _ entry: TestEntry
    ) async throws -> InMemoryAnswer {
        let path = operation.path.split(separator: "/", omittingEmptySubsequences: false).map {
            switch $0 {
            case "{reactionrole_panel_id}": panel.id
            case "{reactionrole_entry_id}": entry.id
            default: String($0)
            }
        }.joined(separator: "/")
        let api = place.workers[0].api
        if operation.input == "query" {
            let query = fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
            return try await api.ask(operation.method, "\(path)?\(query)")
        }
        let body = fields.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",")
        return try await api.ask(operation.method, path, "{\(body)}")
    }
}
