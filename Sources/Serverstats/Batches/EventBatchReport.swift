import Modules

/// The answer to a batch: how many of its events ended how.
struct EventBatchReport: Documented {
    /// Stored, or taken without being stored, as where a member refuses it.
    var stored = 0
    /// Stored earlier already.
    var repeated = 0
    /// The module or the statistic is off in their guild.
    var off = 0
    var failed: [FailedEvent] = []

    static let members: Members = [
        .member("stored", \.stored), .member("repeated", \.repeated), .member("off", \.off),
        .member("failed", \.failed),
    ]
}

/// An event that was not stored, with what its own request would have been answered.
struct FailedEvent: Documented {
    /// Its place in the batch, from 0.
    let index: Int
    let code: Int
    let message: String

    static let members: Members = [
        .member("index", \.index), .member("code", \.code), .member("message", \.message),
    ]
}
