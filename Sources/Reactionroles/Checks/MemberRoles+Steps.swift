import Modules

/// The steps that change a member's roles.
extension MemberRoles {
    func decide(_ state: inout MemberState, _ claim: EffectClaim) async throws {
        guard let choice, let found = state.found else { return }
        if claim.isClaimed {
            try await claim.clear(
                after: guildLock, [finish(state.final, since: claim.claimedAt, nil, nil)])
            state.forgetUnfinished()
        }
        let entry = try choice.entry(found)
        guard let known = try await claim.calls.memberIfPresent(member, of: guild),
            !known.user.isBot
        else {
            state.isGone = true
            return
        }
        let machine = CheckMachine(
            type: found.panel.type, switches: found.panel.switches, entries: found.entries)
        let decision = machine.decide(
            entry, choice.event, .init(roles: Set(known.roles), given: state.grants.given))
        let plan = GrantPlan(decision, entry, choice.event, on: found, state.grants)
        if !plan.begun.isEmpty {
            try await begin(plan.begun, CheckWords.member(decision), claim)
        }
        state.choose(decision, plan)
    }

    private func begin(_ rows: Grants, _ words: String, _ claim: EffectClaim) async throws {
        let keys = Array(rows.keys)
        let begin = BoundStatement(
            GrantSQL.begin,
            ids + [
                .int8Array(keys.map(\.entry)), .int8Array(keys.map(\.role.rawValue)),
                .int2Array(keys.map { rows[$0]?.rawValue ?? 0 }),
            ] + CheckMemo.values(choice?.memo, words))
        let found = try await claim.database.runTogether(guildLock + [begin])
        guard let row = found.first else {
            throw try await isEnabled(claim.database)
                ? CheckFault.noEntry : APIError.moduleDisabled
        }
        var columns = RowReader(row)
        claim.take(&columns)
    }

    /// A change begun by an earlier run may have been applied already, so the member's roles are read first.
    func isNeeded(
        _ change: RoleChange, _ state: inout MemberState, _ claim: EffectClaim
    ) async throws(DiscordError) -> Bool {
        guard state.decision == nil else { return true }
        if state.roles == nil {
            let found = try await claim.calls.memberIfPresent(member, of: guild)
            state.isGone = found == nil
            state.roles = Set(found?.roles ?? [])
        }
        if state.isGone { state.noteGone(change) }
        return !state.isGone && state.roles?.contains(change.key.role) != change.isGiving
    }

    func perform(_ change: RoleChange, _ claim: EffectClaim) async throws(DiscordError) {
        let (role, reason) = (change.key.role, "Reaction role panel \(panel)")
        if change.isGiving {
            try await claim.calls.addRole(role, to: member, of: guild, reason: reason)
        } else {
            try await claim.calls.removeRole(role, from: member, of: guild, reason: reason)
        }
    }

    /// Writes the final rows; changes whose rollback failed stay in progress, and the reconciler completes them.
    func finish(
        _ state: MemberState, _ words: String?, _ claim: EffectClaim
    ) async throws {
        let words = state.failure == nil ? words : nil
        let memo = state.answer == nil ? choice?.memo : nil
        let finish = finish(state.final, since: claim.claimedAt, words, memo)
        let isSettled: Bool
        do {
            let rows =
                state.isUnsettled
                ? try await claim.write(after: guildLock, [finish])
                : try await claim.settle(after: guildLock, [finish])
            isSettled = !rows.isEmpty
        } catch let error as DatabaseError where state.decision != nil {
            throw UnsettledCheck(cause: error)
        }
        guard !isSettled, state.failure == nil, state.decision != nil else { return }
        guard try await !isEnabled(claim.database) else {
            throw UnsettledCheck(
                cause: APIError.database(outcomeUnknown: false).because("the check lost its claim"))
        }
        // The module was disabled meanwhile: undo the changes.
        for change in state.done.reversed() {
            let reverse: GrantState = change.isGiving ? .taking : .giving
            try await perform(RoleChange(key: change.key, state: reverse), claim)
        }
        throw APIError.moduleDisabled
    }

    /// - Parameters:
    ///   - since: when the changes were begun; nil: none were.
    ///   - words: the check's answer; nil: the check counts as never made.
    func finish(
        _ rows: [GrantKey: GrantPlan.End], since: Timestamp?, _ words: String?,
        _ memo: CheckMemo?
    ) -> BoundStatement {
        let keys = Array(rows.keys)
        let states = keys.map { key -> Int16 in
            if case .state(let state)? = rows[key] { state.rawValue } else { -1 }
        }
        let values: [SQLValue] = [
            .timestamptzOrNull(since), .int8Array(keys.map(\.entry)),
            .int8Array(keys.map(\.role.rawValue)), .int2Array(states),
        ]
        return BoundStatement(GrantSQL.finish, ids + values + CheckMemo.values(memo, words))
    }

    /// Best effort: the roles are unaffected, and the next sync processes a reaction that stays.
    func removeReaction(_ state: MemberState, _ claim: EffectClaim) async {
        guard let choice, let found = state.found, let message = found.panel.message,
            let entry = try? choice.entry(found)
        else { return }
        try? await claim.calls.removeReaction(
            entry.emoji, of: member, from: message,
            in: claim.calls.channel(found.panel.channel, of: guild))
    }

    private func isEnabled(_ database: Database) async throws(DatabaseError) -> Bool {
        try await !database.run(ModuleSQL.status, [.snowflake(guild)]).isEmpty
    }

    /// `$1` … `$3` of the statements.
    var ids: [SQLValue] { [.snowflake(guild), .int8(panel), .snowflake(member)] }

    var guildLock: [BoundStatement] {
        [Reactionroles.lock.shared(guild)]
    }
}

/// The check failed, but its changes are stored as in progress, and the reconciler completes them.
struct UnsettledCheck: Error {
    let cause: any Error
}

/// The reasons to reject a check.
enum CheckFault {
    static let busy = APIError.discord(
        "Other changes of this member's roles take too long; try again later.")
    static let foreignComponent = APIError.notFound("This component is no panel's.")
    static let noPanel = APIError.notFound("This message is no panel.")
    static let noEntry = APIError.unprocessable("The panel has no such entry.")
}
