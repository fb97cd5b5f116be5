import API
import Postgres

/// How much a guild may store. What is stored beyond, from before there were these limits, stays and serves.
enum GuildLimits {
    static let triggers: Int64 = 5_000
    static let responses: Int64 = 5_000
    /// UTF-8 of all trigger texts: what every worker that checks the guild's messages keeps compiled.
    static let triggerBytes: Int64 = 1 << 20
    /// UTF-8 of all trigger texts and contents of responses.
    static let textBytes: Int64 = 8 << 20

    static let tooManyTriggers = APIError.unprocessable(
        "A guild can have \(triggers) triggers.")
    static let tooManyResponses = APIError.unprocessable(
        "A guild can have \(responses) responses.")
    static let triggersTooLong = APIError.unprocessable(
        "Field 'trigger': a guild's triggers can have \(triggerBytes) bytes (UTF-8) together.",
        field: "trigger")

    /// - Parameter field: whose text is the one too much.
    static func textsTooLong(_ field: String) -> APIError {
        .unprocessable(
            "Field '\(field)': a guild's triggers and responses can have \(textBytes) bytes (UTF-8) together.",
            field: field)
    }
}
