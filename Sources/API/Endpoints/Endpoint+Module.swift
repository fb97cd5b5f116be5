import Essentials
import EventLoop
import HTTP

/// What every module has in the same form.
extension Endpoint {
    /// A module's home, for anybody.
    package static func home(_ root: String, group: String, _ message: StaticString) -> Endpoint {
        let answer = Answer.message(message)
        return Endpoint(
            .get, "\(root)/", "Says what this is.", group: group, access: .open
        ) { _ in answer }
    }

    /// Whether a module is enabled for a guild.
    package static func status(
        _ root: String, group: String,
        isEnabled: @escaping @LoopActor @Sendable (Snowflake, Call) async throws -> Bool
    ) -> Endpoint {
        Endpoint(
            .get, "\(root)/status", "Tells whether the module is enabled.", group: group,
            access: .administrators, input: .query, errors: [.badRequest, .settings],
            answer: .object(["status": .boolean]), fields: .guild
        ) { call, guild in
            let isEnabled = try await isEnabled(guild, call)
            return .data { writer in
                writer.beginObject()
                writer.field("status", isEnabled)
                writer.endObject()
            }
        }
    }
}
