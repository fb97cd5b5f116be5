import Modules

/// Decides which reactions were missed, by comparing the present reactions with the members known at an entry.
enum SyncMachine {
    /// A reaction that was added or removed without being reported.
    struct Missed: Hashable, Sendable {
        let member: Snowflake
        let entry: Int64
        let event: CheckMachine.Event
    }

    /// - Parameters:
    ///   - reacting: members who react now, without bots.
    ///   - known: members to whom the entry gave roles, or whose reactions were acknowledged.
    static func missed(
        at entry: Int64, of switches: PanelSwitches, reacting: Set<Snowflake>,
        known: Set<Snowflake>
    ) -> [Missed] {
        // With this switch every processed reaction is removed, so any present one was missed.
        let new = switches.keepsCounterAtOne ? reacting : reacting.subtracting(known)
        let takes = switches.supportsRemove && !switches.keepsCounterAtOne
        let gone = takes ? known.subtracting(reacting) : []
        return gone.sorted().map { Missed(member: $0, entry: entry, event: .reactionDelete) }
            + new.sorted().map { Missed(member: $0, entry: entry, event: .reactionAdd) }
    }
}
