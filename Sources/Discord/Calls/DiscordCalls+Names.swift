import Essentials

/// Reading a member's names.
extension DiscordCalls {
    /// The names of a member; of somebody who isn't one, or where the bot isn't in the guild, those of the account.
    package func names(
        of user: Snowflake, in guild: Snowflake
    ) async throws(DiscordError) -> MemberNames {
        do throws(DiscordError) {
            return MemberNames(try await member(user, of: guild))
        } catch {
            guard error.isGone(.member, .user, .guild) || error.isForbidden else { throw error }
        }
        do throws(DiscordError) {
            return MemberNames(try await self.user(user))
        } catch {
            guard error.isGone(.user) else { throw error }
            return MemberNames()
        }
    }
}
