import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Changes one member's roles as a panel wants, one change at a time in the cluster.
///
/// The grants say what is wanted before Discord is asked. A change that Discord refuses half-way is taken back; what a crash or an
/// unreachable Discord left is completed or taken back by ``GrantRepair``.
@LoopActor
struct MemberRoles {
    let database: Database
    let calls: DiscordCalls
    let guild: Snowflake
    let member: Snowflake

    /// What came of a choice.
    enum Result: Hashable, Sendable {
        case done(CheckMachine.Decision, Entry)
        /// A bot chose, or somebody who isn't a member any more.
        case ignored
    }

    /// One role to be given or taken.
    private struct Step {
        let key: GrantKey
        let isGiving: Bool
    }

    /// Decides and does what the member's choice changes; to be called under the lock of member and panel.
    func choose(
        _ event: CheckMachine.Event, on message: Snowflake, lock: Lock,
        entry find: (FoundPanel) throws(APIError) -> Entry
    ) async throws -> Result {
        let (found, grants) = try await read(message)
        let entry = try find(found)
        guard let known = try await calls.memberIfPresent(member, of: guild),
            !known.user.isBot
        else { return .ignored }
        let machine = CheckMachine(
            type: found.panel.type, switches: found.panel.switches, entries: found.entries)
        let decision = machine.decide(
            entry, event, .init(roles: Set(known.roles), given: grants.given))
        let plan = GrantPlan(decision, entry, event, on: found, grants)
        try await carryOut(plan, grants, found.panel, lock)
        if decision.removesReaction { await removeReaction(entry, found.panel) }
        return .done(decision, entry)
    }

    private func read(_ message: Snowflake) async throws(APIError) -> (FoundPanel, Grants) {
        let rows = try await PanelReader(database: database).read(
            PanelSQL.readForCheck,
            [.snowflake(guild), .snowflake(message), .snowflake(member)], soon)
        guard let row = rows.first else { throw .moduleDisabled }
        guard let found = FoundPanel(rows) else { throw CheckFault.noPanel }
        return (found, Grants(row, offset: Panel.columnCount + Entry.columnCount))
    }

    private func carryOut(
        _ plan: GrantPlan, _ before: Grants, _ panel: Panel, _ lock: Lock
    ) async throws {
        guard !plan.begun.isEmpty else {
            if !plan.final.isEmpty { _ = try await finish(plan.final, step: nil, panel) }
            return
        }
        let number = try await begin(plan.begun, panel)
        // What is taken goes last: a member with one role too many for a moment keeps what was chosen.
        let steps = plan.begun.map { Step(key: $0.key, isGiving: $0.value == .giving) }
            .sorted { ($0.isGiving ? 0 : 1, $0.key.role) < ($1.isGiving ? 0 : 1, $1.key.role) }
        var taken: [Step] = []
        do {
            for step in steps {
                guard lock.isHeld else { throw APIError.database(outcomeUnknown: false) }
                taken.append(step)
                try await perform(step, panel)
            }
        } catch let error as DiscordError {
            try await takeBack(taken, error, plan, before, number, panel)
            throw error
        }
        guard try await finish(plan.final, step: number, panel) else {
            throw APIError.database(outcomeUnknown: false)
        }
    }

    private func perform(_ step: Step, _ panel: Panel) async throws(DiscordError) {
        let reason = "Reaction role panel \(panel.id)"
        if step.isGiving {
            try await calls.addRole(step.key.role, to: member, of: guild, reason: reason)
        } else {
            try await calls.removeRole(step.key.role, from: member, of: guild, reason: reason)
        }
    }

    /// Undoes the steps, the last of which failed. Rows of what can't be undone now say what is wanted instead.
    private func takeBack(
        _ steps: [Step], _ error: DiscordError, _ plan: GrantPlan, _ before: Grants,
        _ number: Int64, _ panel: Panel
    ) async throws {
        var rows: [GrantKey: GrantPlan.End] = [:]
        for key in plan.begun.keys { rows[key] = before[key].map { .state($0) } ?? .gone }
        let done = error.effect == .none ? steps.dropLast() : steps[...]
        for step in done.reversed() {
            let reverse = Step(key: step.key, isGiving: !step.isGiving)
            do throws(DiscordError) {
                try await perform(reverse, panel)
            } catch {
                rows[step.key] = .state(step.isGiving ? .taking : .giving)
            }
        }
        // Where this fails, the rows go on saying what was wanted first, and that is completed.
        _ = try await finish(rows, step: number, panel)
    }

    private func begin(_ rows: Grants, _ panel: Panel) async throws -> Int64 {
        let keys = Array(rows.keys)
        let found = try await runTogether(
            GrantSQL.begin,
            [
                .snowflake(guild), .int8(panel.id), .snowflake(member),
                .int8Array(keys.map(\.entry)), .int8Array(keys.map(\.role.rawValue)),
                .int2Array(keys.map { rows[$0]?.rawValue ?? 0 }),
            ])
        guard let row = found.first else { throw CheckFault.noEntry }
        return row.int64(0)
    }

    private func finish(
        _ rows: [GrantKey: GrantPlan.End], step: Int64?, _ panel: Panel
    ) async throws(DatabaseError) -> Bool {
        let keys = Array(rows.keys)
        let states = keys.map { key -> Int16 in
            if case .state(let state)? = rows[key] { state.rawValue } else { -1 }
        }
        let values: [SQLValue] = [
            .snowflake(guild), .int8(panel.id), .snowflake(member), .int8OrNull(step),
            .int8Array(keys.map(\.entry)), .int8Array(keys.map(\.role.rawValue)),
            .int2Array(states),
        ]
        return try await !runTogether(GrantSQL.finish, values).isEmpty
    }

    private func runTogether(
        _ sql: GrantSQL, _ values: [SQLValue]
    ) async throws(DatabaseError) -> Rows {
        try await database.runTogether(
            [
                BoundStatement(GuildLockSQL.shared, [.snowflake(guild)]),
                BoundStatement(sql, values),
            ],
            deadline: soon)
    }

    /// The roles stand without it; what stays is heeded by the next sync.
    private func removeReaction(_ entry: Entry, _ panel: Panel) async {
        guard let message = panel.message else { return }
        try? await calls.removeReaction(
            entry.emoji, of: member, from: message, in: calls.channel(panel.channel, of: guild))
    }

    private var soon: Instant { Instant.now() + Call.timeLimit }
}

/// Why a check can't be served.
enum CheckFault {
    static let noPanel = APIError.notFound("This message is no panel.")
    static let noEntry = APIError.unprocessable("The panel has no such entry.")
}
