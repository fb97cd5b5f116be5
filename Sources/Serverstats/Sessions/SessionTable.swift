/// A table of open sessions, and their conversion to events.
enum SessionTable {
    case voice
    case presence

    var name: String { self == .voice ? "voice_sessions" : "presence_sessions" }

    /// The event columns that only this kind has, and the session columns they are filled from.
    private var columns: (events: String, sessions: String) {
        switch self {
        case .voice: ("channel_id", "channel_id")
        case .presence: ("number, text, details, state", "activity_type, name, details, state")
        }
    }

    /// An INSERT that stores sessions, which have an `ended_at`, as events; a condition may follow.
    func events(from sessions: String, kind: String) -> String {
        """
        INSERT INTO statistics_events (guild_id, kind, day, occurred_at, id, user_id, \(columns.events), started_at)
        SELECT guild_id, \(kind)::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id,
            \(columns.sessions), started_at
        FROM \(sessions)
        """
    }
}
