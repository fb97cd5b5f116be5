import Essentials

/// An OAuth access token's application and user (`GET /oauth2/@me`).
package struct OAuthAuthorization: DiscordModel {
    /// The application that the token was issued to.
    package let application: Snowflake
    /// Nil without the scope `identify`.
    package let user: User?

    package init?(_ json: JSONValue) {
        guard let application = json.member("application")?.id("id") else { return nil }
        self.application = application
        user = json.object("user")
    }
}
