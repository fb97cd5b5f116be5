import Essentials
import EventLoop
import HTTP

/// Operations on applications.
extension Route {
    static let applications = [
        Route("GET", "/oauth2/@me", bucket: "own authorization", access: .botOrUser) {
            exchange throws(Refusal) in
            guard case .user(let grant) = exchange.caller else { throw .unauthorized }
            return Reply { writer in
                writer.beginObject()
                writer.key("application")
                writer.beginObject()
                writer.applicationFields(grant.application)
                writer.endObject()
                writer.field("expires", "2038-01-19T03:14:07.000000+00:00")
                writer.field("scopes", grant.scopes.sorted())
                if grant.scopes.contains("identify") {
                    writer.key("user")
                    grant.user.write(to: &writer)
                }
                writer.endObject()
            }
        },
        Route("GET", "/applications/@me", bucket: "own application") { exchange throws(Refusal) in
            let world = exchange.world
            return Reply { writer in
                writer.beginObject()
                writer.applicationFields(world.application)
                writer.field("redirect_uris", [String]())
                writer.field("interactions_endpoint_url", String?.none)
                writer.field("role_connections_verification_url", String?.none)
                writer.key("owner")
                world.bot.write(to: &writer)
                writer.field("approximate_guild_count", world.guilds.count)
                writer.field("approximate_user_install_count", 0)
                writer.field("approximate_user_authorization_count", 0)
                writer.field("explicit_content_filter", 0)
                writer.field("team", String?.none)
                writer.field("eligible_oauth2_scopes", [String]())
                writer.endObject()
            }
        },
    ]
}

extension ByteWriter {
    fileprivate mutating func applicationFields(_ id: Snowflake) {
        field("id", id)
        field("name", "application-\(id)")
        field("icon", String?.none)
        field("description", "")
        field("type", Int?.none)
        field("verify_key", String(repeating: "0", count: 64))
        field("flags", 0)
        field("flags_new", "0")
    }
}
