import API
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

/// Asks every operation of the contract: with valid requests, with each required field missing, with each field of a
/// wrong type, in a guild where the module is off, and without a database.
@Suite struct RequestTests {
    /// What a valid request takes more for than the contract says; the module's own tests send it.
    private static let others: Set<String> = [
        "POST /modules/reactionroles/check"  // a component's member
    ]

    private static func operations(of module: String) -> [ContractOperation] {
        Contract.operations.filter { $0.module == module }
    }

    @Test(arguments: Contract.modules)
    func `each valid request is answered as declared`(module: String) async throws {
        try await TestApplication.served { application, emulator in
            for operation in Self.operations(of: module) where !Self.others.contains(operation.name)
            {
                let endpoint = try #require(
                    application.endpoints.first {
                        "\($0.method.rawValue) \($0.path)" == operation.name
                    })
                let isFirst = operation.path.hasSuffix("/enable")
                for number in ContractRequest.all(for: operation, with: [:]).indices {
                    let scene = try await ContractScene(
                        application.api, emulator, for: isFirst ? [] : [operation])
                    let request = scene.requests(for: operation)[number]
                    let answer = try await request.send(to: application.api)
                    #expect(answer.status == 200, "\(request.name) \(answer.said)")
                    #expect(
                        ShapeCheck.mismatch(answer.data, endpoint.answer) == nil,
                        "\(request.name)")
                }
            }
        }
    }

    @Test func `each required field is missed by name`() async throws {
        try await forEachRequest { request, api in
            for field in request.contractFields where field.isRequired || field.requiredWhen != nil
            {
                let answer = try await request.without(field.name).send(to: api)
                #expect(answer.code == 400, "\(request.name) \(field.name)")
                let message = "Bad Request Error! Field '\(field.name)' is required"
                #expect(
                    field.isRequired
                        ? answer.message == "\(message)."
                        : answer.message?.hasPrefix(message) == true,
                    "\(request.name) \(answer.said)")
            }
        }
    }

    @Test func `each wrong type is refused by name`() async throws {
        try await forEachRequest { request, api in
            for field in request.contractFields {
                for value in request.wrongValues(for: field) {
                    let answer = try await request.with(field.name, value).send(to: api)
                    let context: Comment = "\(request.name) \(field.name) \(value): \(answer.said)"
                    #expect(answer.code == 400, context)
                    // In a list it's an element that is wrong.
                    let names = ["'\(field.name)'", "'\(field.name)[0]'"]
                    #expect(names.contains { answer.message?.contains($0) == true }, context)
                }
            }
        }
    }

    @Test func `where the module is off, what needs it is answered so`() async throws {
        try await TestApplication.served { application, emulator in
            let scene = try await ContractScene(application.api, emulator, for: [])
            for operation in Contract.operations
            where operation.errors.contains(ErrorName.moduleDisabled.rawValue) {
                for request in scene.requests(for: operation) {
                    let answer = try await request.send(to: application.api)
                    #expect(answer.code == 800, "\(request.name) \(answer.said)")
                }
            }
            for module in Contract.modules {
                let query = "guild_id=\(scene.values["guild_id"] ?? "")"
                let status = try await application.api.ask(
                    "GET", "/modules/\(module)/status?\(query)")
                #expect(status.text.contains(#""status":false"#), "\(module)")
            }
        }
    }

    @Test func `without a database a GET is 802, and what changes something 803`() async throws {
        try await TestApplication.declared { application in
            application.database.stop()
            for operation in Contract.operations where operation.input != nil {
                if operation.path.hasSuffix("delete-user-entries") { continue }
                for request in ContractRequest.all(for: operation, with: ["guild_id": "1"]) {
                    let answer = try await request.send(to: application.api)
                    #expect(
                        Self.codesWithoutDatabase(operation).contains(answer.code ?? 0),
                        "\(request.name) \(answer.said)")
                    #expect(answer.header("Retry-After") == "1", "\(request.name)")
                }
            }
        }
    }

    /// 802 from what reads first, 803 from what changes something.
    private static func codesWithoutDatabase(_ operation: ContractOperation) -> Set<Int> {
        if operation.method == "GET" || operation.path.hasSuffix("/check") { return [802] }
        return operation.module == "autoresponder" ? [803] : [802, 803]
    }

    /// Runs a body with every request of the contract, in a guild where each module is on.
    private func forEachRequest(
        _ body: @escaping @Sendable @LoopActor (ContractRequest, InMemoryAPI) async throws -> Void
    ) async throws {
        try await TestApplication.served { application, emulator in
            let scene = try await ContractScene(
                application.api, emulator, for: Contract.operations)
            for operation in Contract.operations {
                for request in scene.requests(for: operation) {
                    try await body(request, application.api)
                }
            }
        }
    }
}
