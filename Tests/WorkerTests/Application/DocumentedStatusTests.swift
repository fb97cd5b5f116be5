import API
import Discord
import DiscordEmulator
import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing
import Worker

/// Drives every operation on good and bad days: no status comes back that the document doesn't name.
@Suite struct DocumentedStatusTests {
    /// What is wrong with the world.
    enum Day: String, CaseIterable, Sendable {
        case good
        /// Discord takes no connection.
        case discordGone
        /// Discord refuses everything for an hour.
        case discordLimits
        case discordFails
        /// Discord's address answers with somebody else's page.
        case foreign404
        /// No call to Discord gets a time to go out at.
        case budgetSpent
        case withoutBot
        case databaseGone
    }

    @Test(arguments: Day.allCases)
    func `no operation answers what the document doesn't say`(day: Day) async throws {
        try await withDatabase { url in
            try await withEmulator { emulator in
                let application = try TestApplication(
                    day == .databaseGone ? TestApplication.noDatabase : url,
                    discord: Self.discord(day, emulator))
                defer { application.stop() }
                try await Self.spoil(day, emulator, application.database)
                let driver = Driver(api: application.api, day: day)
                for endpoint in application.endpoints where endpoint.access.needsCredentials {
                    try await driver.drive(endpoint)
                }
            }
        }
    }

    @LoopActor
    private static func discord(
        _ day: Day, _ emulator: DiscordEmulator
    ) -> DiscordConfiguration? {
        switch day {
        case .withoutBot: nil
        case .discordGone: DiscordConfiguration(base: "http://127.0.0.1:1", token: "bot")
        default: DiscordConfiguration(base: emulator.baseURL, token: emulator.world.token)
        }
    }

    @LoopActor
    private static func spoil(
        _ day: Day, _ emulator: DiscordEmulator, _ database: Database
    ) async throws {
        emulator.world.addGuild(id: 1)
        switch day {
        case .discordLimits:
            emulator.faults.limit("*", "/**", scope: .global, retryAfter: 3_600, times: .max)
        case .discordFails: emulator.faults.fail("*", "/**", status: 500, times: .max)
        case .foreign404:
            emulator.faults.add(.answer(status: 404, body: "not here"), times: .max)
        case .budgetSpent:
            let budget = PostgresBudget(
                database: database, token: emulator.world.token, rate: 47)
            await budget.block(for: .seconds(3_600))
        case .good, .discordGone, .withoutBot, .databaseGone: break
        }
    }
}

/// Asks for operations: right, as callers of each kind, and wrong.
@LoopActor
private struct Driver {
    let api: InMemoryAPI
    let day: DocumentedStatusTests.Day

    func drive(_ endpoint: Endpoint) async throws {
        if day != .databaseGone { try await enableModules() }
        for (fields, token) in requests(of: endpoint) {
            let answer = try await ask(endpoint, fields, token)
            let request = "\(endpoint.method) \(endpoint.path) \(fields) \(token ?? "-")"
            #expect(endpoint.statuses.contains(answer.status), "\(request): \(answer.said)")
        }
    }

    private func enableModules() async throws {
        for module in Contract.modules {
            _ = try await api.ask("POST", "/modules/\(module)/enable", #"{"guild_id":1}"#)
        }
    }

    /// On a bad day a request waits as long as it may, which shall not be long.
    private var arrival: Instant {
        switch day {
        case .good, .withoutBot: .now()
        case .databaseGone: .now() - .milliseconds(4_950)
        default: .now() - .milliseconds(4_700)
        }
    }

    private func requests(of endpoint: Endpoint) -> [(fields: [String: String], token: String?)] {
        let right = Dictionary(
            endpoint.fields.map { ($0.name, Self.sample(of: $0)) }, uniquingKeysWith: { $1 })
        var requests: [([String: String], String?)] = [(right, "service"), (right, "user-7-of-1")]
        guard day == .good else { return requests }
        for token in ["key-of-1", "key-of-2", "hasty", "down", nil] {
            requests.append((right, token))
        }
        for field in endpoint.fields where field.place == .input {
            requests.append((right.filter { $0.key != field.name }, "service"))
            // An empty `wait` waits for a run that nobody does.
            for wrong in ["[]", "-1"] where field.name != "wait" {
                requests.append((right.merging([field.name: wrong]) { $1 }, "service"))
            }
        }
        return requests
    }

    private func ask(
        _ endpoint: Endpoint, _ fields: [String: String], _ token: String?
    ) async throws -> InMemoryAnswer {
        var path = endpoint.path
        var input = fields
        for field in endpoint.fields where field.place == .path {
            let value = input.removeValue(forKey: field.name) ?? "1"
            path = path.replacing("{\(field.name)}", with: value)
        }
        if endpoint.method == .get || endpoint.input == .query || endpoint.input == .ownQuery {
            let query = input.map { "\($0)=\($1.filter { !"\" []{}".contains($0) })" }
            return try await api.ask(
                endpoint.method.rawValue, "\(path)?\(query.joined(separator: "&"))", token: token,
                arrival: arrival)
        }
        let members = input.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        return try await api.ask(
            endpoint.method.rawValue, path, "{\(members)}", token: token, arrival: arrival)
    }

    /// A value that keeps the field's rules, as JSON.
    private static func sample(of field: FieldSpec) -> String {
        field.role == .guild ? "1" : sample(of: field.kind)
    }

    private static func sample(of kind: FieldKind) -> String {
        switch kind {
        case .snowflake: "7"
        case .integer(let range): "\(range.lowerBound)"
        case .number: "1"
        // Not true: a run that nobody does would be waited for.
        case .boolean: "false"
        case .flag: "0"
        case .text(let range), .code(let range):
            "\"" + String(repeating: "a", count: max(1, range.lowerBound)) + "\""
        case .choice(let choices): "\"\(choices[0])\""
        case .list(let element, let count):
            "[" + (0..<count.lowerBound).map { _ in sample(of: element) }.joined(separator: ",")
                + "]"
        case .object(let fields):
            "{" + fields.map { "\"\($0.name)\":\(sample(of: $0))" }.joined(separator: ",") + "}"
        case .opaque: "1"
        }
    }
}
