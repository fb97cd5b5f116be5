import Essentials
import EventLoop

/// Operations on guilds.
extension Route {
    static let guilds = [
        Route("GET", "/guilds/{guild_id}", bucket: "guild") { exchange throws(Refusal) in
            // A guild without the bot is unknown here, not forbidden.
            guard let guild = exchange.world.guilds[try exchange.id(0)], guild.hasBot else {
                throw .unknownGuild
            }
            let withCounts = exchange.query["with_counts"]?.lowercased() == "true"
            return Reply { guild.write(to: &$0, withCounts: withCounts) }
        },
        Route("GET", "/guilds/{guild_id}/channels", bucket: "guild channels") {
            exchange throws(Refusal) in
            // Threads are listed elsewhere.
            .list(try exchange.guild().channels.filter { $0.thread == nil }) {
                $0.write(to: &$1)
            }
        },
        Route("GET", "/guilds/{guild_id}/roles", bucket: "guild roles") {
            exchange throws(Refusal) in
            let guild = try exchange.guild()
            return Reply { guild.writeRoles(to: &$0) }
        },
        Route("GET", "/guilds/{guild_id}/roles/member-counts", bucket: "guild role counts") {
            exchange throws(Refusal) in
            let guild = try exchange.guild()
            let roles = guild.rolesInOrder.filter { $0.id != guild.id }
            let counts = roles.map { ("\($0.id)", guild.memberCount(of: $0)) }
            return Reply { writer in
                writer.beginObject()
                for (role, count) in counts {
                    writer.key(role)
                    writer.value(count)
                }
                writer.endObject()
            }
        },
        Route("GET", "/guilds/{guild_id}/roles/{role_id}", bucket: "guild roles") {
            exchange throws(Refusal) in
            guard let role = try exchange.guild().roles[try exchange.id(1)] else {
                throw .unknownRole
            }
            return Reply { role.write(to: &$0) }
        },
        Route("GET", "/guilds/{guild_id}/vanity-url", bucket: "guild vanity") {
            exchange throws(Refusal) in
            let guild = try exchange.guild()
            try exchange.require(.manageGuild, in: guild)
            guard guild.features.contains("VANITY_URL") else {
                throw .missingAccess
            }
            let isEmpty = guild.vanity.emptyAnswers > 0
            if isEmpty { guild.vanity.emptyAnswers -= 1 }
            let code = isEmpty ? nil : guild.vanity.code
            let uses = code == nil ? 0 : guild.vanity.uses
            return Reply { writer in
                writer.beginObject()
                writer.field("code", code)
                writer.field("uses", uses)
                writer.endObject()
            }
        },
    ]
}
