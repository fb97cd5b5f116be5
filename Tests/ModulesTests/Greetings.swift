import API
import Essentials
import EventLoop
import HTTP
import Jobs
import Modules
import Postgres

/// A module that keeps a greeting for each guild, as an example of one.
@LoopActor
final class Greetings: BotModule {
    private let module: Module

    init(_ database: Database) {
        module = Module(root: "/modules/greetings", name: "greetings", database: database) {
            try await !database.run(
                GreetingSQL.read, [.snowflake($0)], deadline: $1.deadline
            ).isEmpty
        }
    }

    var endpoints: [Endpoint] {
        [
            module.home("This is the greetings module of the API."), module.status,
            module.enable("Enables the module, with a plain greeting.", answer: .message) {
                [module] in try await Self.told(module.change($0, by: GreetingSQL.enable, [], $1))
            },
            module.disable(answer: .message) {
                [module] in try await Self.told(module.change($0, by: GreetingSQL.disable, [], $1))
            }, greet,
            module.deleteEntries("Deletes nothing.", message: "Nothing is stored of members."),
        ]
    }

    private var greet: Endpoint {
        Endpoint(
            .put, "\(module.root)/greeting", "Sets the greeting.", group: module.name,
            access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database], gate: module.gate,
            fields: .guild, .text("greeting", 1...100, "What members are greeted with.")
        ) { [module] context, guild, greeting in
            let rows = try await module.change(
                guild, by: GreetingSQL.set, [.text(greeting)], context)
            guard let answer = Self.told(rows) else { throw APIError.moduleDisabled }
            return answer
        }
    }

    private static func told(_ rows: Rows) -> Answer? {
        rows.isEmpty ? nil : .message("The greeting is stored.")
    }

    /// What nobody changed for a year is forgotten.
    static let expired = [
        ChunkedDelete("greetings", where: "set_at < now() - interval '1 year'", by: "set_at")
    ]

    var jobs: [JobDefinition] {
        [module.expiry("greetings_expiry", every: .seconds(600), of: Self.expired)]
    }
}

/// `$1` guild. No row: it isn't enabled, or is already.
private enum GreetingSQL: String, SQL {
    case read = "SELECT greeting FROM greetings WHERE guild_id = $1::int8"
    case enable =
        "INSERT INTO greetings VALUES ($1::int8) ON CONFLICT DO NOTHING RETURNING greeting"
    case disable = "DELETE FROM greetings WHERE guild_id = $1::int8 RETURNING greeting"
    case set =
        "UPDATE greetings SET greeting = $2::text WHERE guild_id = $1::int8 RETURNING greeting"
}
