import Essentials

/// Decides which reactions were missed, from who reacts now and who is known at an entry.
enum SyncMachine {
    /// A reaction that came or went without anybody's telling.
    struct Missed: Hashable, Sendable {
        let member: Snowflake
        let entry: Int64
        let event: CheckMachine.Event
    }

    /// - Parameters:
    ///   - reacting: without bots.
    ///   - known: to whom the entry gave roles, or whose reactions were heeded.
    static func missed(
        at entry: Int64, of switches: PanelSwitches, reacting: Set<Snowflake>,
        known: Set<Snowflake>
    ) -> [Missed] {
        // There every reaction is one too many: it would have been removed when it was heeded.
        let new = switches.keepsCounterAtOne ? reacting : reacting.subtracting(known)
        let takes = switches.supportsRemove && !switches.keepsCounterAtOne
        let gone = takes ? known.subtracting(reacting) : []
        return gone.sorted().map { Missed(member: $0, entry: entry, event: .reactionDelete) }
            + new.sorted().map { Missed(member: $0, entry: entry, event: .reactionAdd) }
    }
}
