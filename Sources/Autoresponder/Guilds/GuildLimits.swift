import Modules

/// The limits of a guild's storage. Rows from before these limits stay and remain in use.
enum GuildLimits {
    static let triggers: Int64 = 5_000
    static let responses: Int64 = 5_000
    /// UTF-8 bytes of all trigger texts, which every worker that checks the guild's messages keeps compiled.
    static let triggerBytes: Int64 = 1 << 20
    /// UTF-8 bytes of all trigger texts and contents of responses.
    static let textBytes: Int64 = 8 << 20

    static let tooManyTriggers = APIError.unprocessable(
        "A guild can have \(triggers) triggers.")
    static let tooManyResponses = APIError.unprocessable(
        "A guild can have \(responses) responses.")
    static let triggersTooLong = APIError.unprocessable(
        "Field 'trigger': a guild's triggers can have \(triggerBytes) bytes (UTF-8) together.",
        field: "trigger")

    /// - Parameter field: the field whose text exceeds the limit.
    static func textsTooLong(_ field: String) -> APIError {
        .unprocessable(
            "Field '\(field)': a guild's triggers and responses can have \(textBytes) bytes (UTF-8) together.",
            field: field)
    }
}
