/// A table of open sessions, and how they become events.
enum SessionTable {
    case voice
    case presence

    var name: String { self == .voice ? "voice_sessions" : "presence_sessions" }

    /// Columns of the events beside those that both have, and what a session has for them.
    private var columns: (events: String, sessions: String) {
        switch self {
        case .voice: ("channel_id", "channel_id")
        case .presence: ("number, text, details, state", "activity_type, name, details, state")
        }
    }

    /// The beginning of a statement that stores sessions, which have an `ended_at`, as events.
    func events(from sessions: String, kind: String) -> String {
        """
        INSERT INTO statistics_events (guild_id, kind, day, occurred_at, id, user_id, \(columns.events), started_at)
        SELECT guild_id, \(kind)::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id,
            \(columns.sessions), started_at
        FROM \(sessions)
        """
    }
}
