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

    /// By what the check is known when it's told again; nil: by nothing.
    var memo: CheckMemo?

    /// What came of a choice.
    enum Result: Sendable {
        /// With the words for the member.
        case done(CheckMachine.Decision, String)
        /// It was told before.
        case again(CheckMemo.Answer)
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
        let (found, grants, answer) = try await read(message)
        if let answer {
            try await completeEarlier(grants, found.panel, lock)
            return .again(answer)
        }
        let entry = try find(found)
        guard let known = try await calls.memberIfPresent(member, of: guild),
            !known.user.isBot
        else { return .ignored }
        let machine = CheckMachine(
            type: found.panel.type, switches: found.panel.switches, entries: found.entries)
        let decision = machine.decide(
            entry, event, .init(roles: Set(known.roles), given: grants.given))
        let plan = GrantPlan(decision, entry, event, on: found, grants)
        let kept = try await carryOut(plan, grants, decision, found.panel, lock)
        if decision.removesReaction { await removeReaction(entry, found.panel) }
        return .done(decision, CheckWords.member(decision, kept: kept))
    }

    private func read(
        _ message: Snowflake
    ) async throws(APIError) -> (FoundPanel, Grants, CheckMemo.Answer?) {
        let rows = try await PanelReader(database: database).read(
            PanelSQL.readForCheck,
            [.snowflake(guild), .snowflake(message), .snowflake(member)]
                + CheckMemo.values(memo, nil).prefix(1), soon)
        guard let row = rows.first else { throw .moduleDisabled }
        guard let found = FoundPanel(rows) else { throw CheckFault.noPanel }
        let offset = Panel.columnCount + Entry.columnCount
        return (
            found, Grants(row, offset: offset),
            try CheckMemo.Answer(row, offset: offset + 3, for: memo)
        )
    }

    /// What a worker that died left of the check that is told again.
    private func completeEarlier(_ grants: Grants, _ panel: Panel, _ lock: Lock) async throws {
        let states: Set<GrantState> = [.giving, .taking, .takingHeeded]
        guard !states.isDisjoint(with: grants.values) else { return }
        let repair = GrantRepair(
            database: database, calls: calls, guild: guild, panel: panel.id, member: member)
        try await repair.complete(lock)
    }

    /// - Returns: the roles that should have gone and couldn't be taken.
    private func carryOut(
        _ plan: GrantPlan, _ before: Grants, _ decision: CheckMachine.Decision, _ panel: Panel,
        _ lock: Lock
    ) async throws -> [Snowflake] {
        guard !plan.begun.isEmpty else {
            if !plan.final.isEmpty || memo != nil {
                _ = try await finish(plan.final, nil, panel, CheckWords.member(decision))
            }
            return []
        }
        let number = try await begin(plan.begun, panel, CheckWords.member(decision))
        var final = plan.final
        var kept: [Snowflake] = []
        // What is taken goes last: a member with one role too many for a moment keeps what was chosen.
        let steps = plan.begun.map { Step(key: $0.key, isGiving: $0.value == .giving) }
            .sorted { ($0.isGiving ? 0 : 1, $0.key.role) < ($1.isGiving ? 0 : 1, $1.key.role) }
        var taken: [Step] = []
        do {
            for step in steps {
                guard lock.isHeld else {
                    throw UnsettledCheck(cause: APIError.database(outcomeUnknown: false))
                }
                do throws(DiscordError) {
                    try await perform(step, panel)
                } catch {
                    // The choice stands without what the bot may not take (any more).
                    guard !step.isGiving, decision.outcome != .taken, error.isForbidden else {
                        throw error
                    }
                    kept.append(step.key.role)
                    final[step.key] = before[step.key].map { .state($0) } ?? .gone
                    continue
                }
                taken.append(step)
            }
        } catch let error as DiscordError {
            let tried = taken + steps.dropFirst(taken.count + kept.count).prefix(1)
            try await takeBack(Array(tried), error, plan, before, number, panel)
            throw error
        }
        try await settle(final, number, panel, CheckWords.member(decision, kept: kept), taken)
        return kept
    }

    /// - Parameter taken: the steps that were done.
    private func settle(
        _ final: [GrantKey: GrantPlan.End], _ number: Int64, _ panel: Panel, _ words: String,
        _ taken: [Step]
    ) async throws {
        let isSettled: Bool
        do throws(DatabaseError) {
            isSettled = try await finish(final, number, panel, words)
        } catch {
            throw UnsettledCheck(cause: error)
        }
        guard !isSettled else { return }
        guard try await !isEnabled() else {
            throw UnsettledCheck(cause: APIError.database(outcomeUnknown: false))
        }
        // The module was disabled meanwhile: nothing of it stays.
        for step in taken.reversed() {
            try await perform(Step(key: step.key, isGiving: !step.isGiving), panel)
        }
        throw APIError.moduleDisabled
    }

    private func isEnabled() async throws(DatabaseError) -> Bool {
        try await !database.run(ModuleSQL.status, [.snowflake(guild)], deadline: soon).isEmpty
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
        do throws(DatabaseError) {
            _ = try await finish(rows, number, panel, nil)
        } catch {
            // The rows go on saying what was wanted first, and that is completed.
            throw UnsettledCheck(cause: error)
        }
    }

    private func begin(_ rows: Grants, _ panel: Panel, _ words: String) async throws -> Int64 {
        let keys = Array(rows.keys)
        let found = try await runTogether(
            GrantSQL.begin,
            [
                .snowflake(guild), .int8(panel.id), .snowflake(member),
                .int8Array(keys.map(\.entry)), .int8Array(keys.map(\.role.rawValue)),
                .int2Array(keys.map { rows[$0]?.rawValue ?? 0 }),
            ] + CheckMemo.values(memo, words))
        guard let row = found.first else {
            throw try await isEnabled() ? CheckFault.noEntry : APIError.moduleDisabled
        }
        return row.int64(0)
    }

    /// - Parameter words: the check's answer; nil: it's as if it had never been told.
    private func finish(
        _ rows: [GrantKey: GrantPlan.End], _ step: Int64?, _ panel: Panel, _ words: String?
    ) async throws(DatabaseError) -> Bool {
        let keys = Array(rows.keys)
        let states = keys.map { key -> Int16 in
            if case .state(let state)? = rows[key] { state.rawValue } else { -1 }
        }
        let values: [SQLValue] =
            [
                .snowflake(guild), .int8(panel.id), .snowflake(member), .int8OrNull(step),
                .int8Array(keys.map(\.entry)), .int8Array(keys.map(\.role.rawValue)),
                .int2Array(states),
            ] + CheckMemo.values(memo, words)
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

/// A check that failed although what it wanted will be done: the rows say so, and whoever looks after them completes it.
struct UnsettledCheck: Error {
    let cause: any Error
}

/// Why a check can't be served.
enum CheckFault {
    static let busy = APIError.discord(
        "Other changes of this member's roles take too long; try again later.")
    static let foreignComponent = APIError.notFound("This component is no panel's.")
    static let noPanel = APIError.notFound("This message is no panel.")
    static let noEntry = APIError.unprocessable("The panel has no such entry.")
}
