import Essentials

/// An interaction that the fleet has acknowledged. Its token is Discord's own proof: for 15 minutes it leads to the place of
/// that interaction and nowhere else.
package struct Interaction: Sendable {
    package let application: Snowflake
    package let token: String

    package init(application: Snowflake, token: String) {
        self.application = application
        self.token = token
    }

    /// Nil where the request names none.
    package init?(_ application: Snowflake?, _ token: String?) {
        guard let application, let token else { return nil }
        self.init(application: application, token: token)
    }
}
