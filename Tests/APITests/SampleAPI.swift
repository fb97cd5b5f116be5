import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport

@testable import API

/// A small API with a field of every kind, whose handlers give back what they got.
enum SampleAPI {
    @LoopActor static func make(readiness: FixedReadiness = FixedReadiness()) -> InMemoryAPI {
        InMemoryAPI(
            OwnEndpoints.added(to: endpoints, readiness: readiness, version: "1.2.3"))
    }

    static let endpoints =
        [home, echo, filter, settings, item, dropItem, counters, event, privacy]
        + [dropAll, uses, keys, panel, broken, presence]

    private static let home = Endpoint(
        .get, "/modules/sample/", "Says hello.", group: "sample", access: .open
    ) { _ in .message("hello") }

    private static let echo = Endpoint(
        .post, "/modules/sample/echo", "Gives its fields back.", group: "sample",
        access: .administrators, input: .body, errors: [.badRequest],
        fields: .guild, .integer("count", 1...10, "A number."),
        .number("time", atLeast: 0, "A time."),
        .boolean("flag", "A switch."), Field.text("word", 1...5, "A word.").nullable(),
        .snowflakes("roles", count: 0...3, "Some roles.")
    ) { _, guild, count, time, flag, word, roles in
        .data { writer in
            writer.beginObject()
            writer.field("guild_id", guild)
            writer.field("count", count)
            writer.field("time", time)
            writer.field("flag", flag)
            writer.field("word", word)
            writer.field("roles", roles)
            writer.endObject()
        }
    }

    private static let filter = Endpoint(
        .get, "/modules/sample/filter", "Gives its query back.", group: "sample",
        access: .administrators, input: .query,
        errors: [.badRequest, .settings, .moduleDisabled, .unprocessable], gate: gate,
        fields: .guild, .integer("days", 1...30, "The days.").standard(1),
        Field.snowflake("user_id", "A user.").optional(),
        Field.text("name", 1...9, "A name.").optional(),
        .boolean("wait", "Whether to wait.").standard(false)
    ) { _, guild, days, user, name, wait in
        .data { writer in
            writer.beginObject()
            writer.field("days", days)
            writer.field("user_id", user)
            writer.field("name", name)
            writer.field("wait", wait)
            writer.endObject()
        }
    }

    /// Guild 800 has the module off, guild 802 can't be read, and guild 803 has nothing that a path could name.
    private static let gate: Endpoint.Gate = { guild, call in
        if guild.rawValue == 803, let id = call.pathID { throw APIError.notFound(id) }
        if guild.rawValue == 800 { throw APIError.moduleDisabled }
        if guild.rawValue == 802 { throw DatabaseError.unavailable }
    }

    private static let settings = Endpoint(
        .put, "/modules/sample/settings", "Takes a channel.", group: "sample",
        access: .administrators, input: .body, errors: [.badRequest],
        fields: .guild, .boolean("counters_enabled", "A switch."),
        Field.snowflakeOrCreate("channel", "A channel.")
            .nullable(when: .field("counters_enabled", is: false))
    ) { _, _, _, channel in
        .data { writer in
            writer.beginObject()
            switch channel {
            case .id(let id): writer.field("channel", id)
            case .create: writer.field("channel", "made")
            case nil: writer.field("channel", nil as Snowflake?)
            }
            writer.endObject()
        }
    }

    private static let item = Endpoint(
        .get, "/modules/sample/item/{item_id}", "Shows an item.", group: "sample",
        access: .administrators, input: .query, errors: [.badRequest],
        fields: .path("item_id", "The item."), .guild
    ) { _, item, _ in
        .data { writer in
            writer.beginObject()
            writer.field("item", item)
            writer.endObject()
        }
    }

    private static let dropItem = Endpoint(
        .delete, "/modules/sample/item/{item_id}", "Drops an item.", group: "sample",
        access: .administrators, input: .query, errors: [.badRequest],
        fields: .path("item_id", "The item."), .guild
    ) { _, _, _ in throw APIError.notFound("There is no such item.") }

    private static let counters = Endpoint(
        .get, "/modules/sample/item/all", "Shows all items.", group: "sample",
        access: .administrators, input: .query, errors: [.badRequest], fields: .guild
    ) { _, _ in .message("all") }

    private static let event = Endpoint(
        .post, "/modules/sample/event", "Stores an event.", group: "sample", access: .service,
        input: .body, errors: [.badRequest], takesIdempotencyKey: true,
        fields: .guild, .snowflake("user_id", "A user.")
    ) { call, _, _ in
        let key = call.idempotencyKey
        return .data { writer in
            writer.beginObject()
            writer.field("key", key)
            writer.endObject()
        }
    }

    private static let privacy = Endpoint(
        .get, "/modules/sample/privacy", "Shows a member's entries.", group: "sample",
        access: .privacy, input: .query, errors: [.badRequest, .forbidden],
        fields: .guild, .privacyMember
    ) { _, _, _ in .message("yours") }

    private static let dropAll = Endpoint(
        .delete, "/modules/sample/delete", "Drops everything.", group: "sample",
        access: .administrators, input: .body, errors: [.badRequest], fields: .guild
    ) { _, _ in .message("gone") }

    private static let uses = Endpoint(
        .post, "/modules/sample/uses", "Shows uses.", group: "sample", access: .administrators,
        input: .queryOrBody, errors: [.badRequest], fields: .guild
    ) { _, _ in .message("uses") }

    private static let keys = Endpoint(
        .post, "/auth/api-key/", "Makes a key.", group: "keys", access: .keyHolders, input: .body,
        errors: [.badRequest], fields: .guild
    ) { _, _ in .message("made") }

    private static let panel = Endpoint(
        .post, "/modules/sample/panel", "Makes a panel.", group: "sample",
        access: .administrators, input: .body, errors: [.badRequest],
        fields: .guild, .text("type", 1...9, "The type."),
        Field.boolean("burst", "A switch.").required(when: .field("type", is: "emoji"))
    ) { _, _, _, burst in
        .data { writer in
            writer.beginObject()
            writer.field("burst", burst)
            writer.endObject()
        }
    }

    private static let presence = Endpoint(
        .post, "/modules/sample/presence", "Takes activities.", group: "sample", access: .service,
        input: .body, errors: [.badRequest],
        fields: .guild,
        .objects(
            "activities", count: 0...2, "What they do.",
            of: .integer("activity_type", 0...5, "The type."), .text("name", 1...8, "The name."),
            Field.text("state", 0...8, "The state.").nullable()
        ) { @Sendable type, name, state in Activity(type: type, name: name, state: state) },
        Field.choice("status", Status.self, "The status.").optional()
    ) { _, _, activities, status in
        .data { writer in
            writer.beginObject()
            writer.field("names", activities.map(\.name))
            writer.field("status", status?.rawValue)
            writer.endObject()
        }
    }

    private static let broken = Endpoint(
        .post, "/modules/sample/broken", "Fails in many ways.", group: "sample", access: .service,
        input: .body, errors: [.badRequest],
        fields: .guild, .text("how", 1...20, "The way.")
    ) { _, _, how in
        switch how {
        case "database": throw DatabaseError.timedOut(mayHaveRun: true)
        case "once": throw APIError(DatabaseError.timedOut(mayHaveRun: true), .writingOnce)
        case "stream":
            return .stream { stream in
                try await stream.write { $0.append(#"{"stats":["#) }
                throw DatabaseError.unavailable
            }
        default: throw Unexpected()
        }
    }
}

struct Activity: Equatable {
    let type: Int
    let name: String
    let state: String?
}

enum Status: String, CaseIterable { case online, idle }

private struct Unexpected: Error {}

/// Is ready or not, as a test wants it.
@LoopActor final class FixedReadiness: ReadinessSource {
    var unreadiness: String?

    nonisolated init() {}
}
