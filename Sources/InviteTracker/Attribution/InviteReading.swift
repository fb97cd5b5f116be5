import Modules

/// A reading of a guild's invites from Discord, serialized in the cluster; stores the attribution of joins.
struct InviteReading: Effect {
    let guild: Snowflake
    /// Nil: the present activation.
    var enabling: Int64?
    /// Whether to drop uses whose joins weren't reported.
    var isResync = false
    /// Called under the guild's lock; false: a concurrent reading has done it.
    var isNeeded: @Sendable @LoopActor () async throws -> Bool = { true }
    /// An action that no other reading may come between. It also runs if the invites can't be read.
    var following: (@Sendable @LoopActor () async throws -> Void)?

    struct State: Sendable {
        let enabling: Int64
        var known: KnownState
        var attribution: Attribution?
        var isRead = false
        var isFollowed: Bool
    }

    enum Step: Hashable, Sendable {
        case read
        case follow
    }

    /// The number of invites processed in one turn of the loop.
    private static let slice = 1_000

    /// Another reading of the guild takes longer than the request may wait.
    static let tooLong = APIError.discord(
        "Another reading of this guild's invites takes too long; try again later.")
    static var busy: any Error { tooLong }

    var key: EffectKey { EffectKey(.inviteReading, in: guild) }

    func load(_ claim: EffectClaim) async throws -> EffectStart<State, [KnownInvite]?> {
        guard try await isNeeded() else { return .nothing(nil) }
        let rows = try await claim.database.run(
            AttributionSQL.begin, [.snowflake(guild), .int8OrNull(enabling)])
        guard let begun = rows.first else { return .nothing(nil) }
        var columns = RowReader(begun)
        let enabling: Int64 = columns.next()
        let readAt: Timestamp? = columns.next()
        let vanity = KnownVanity(
            code: columns.next(), uses: columns.next(), misses: columns.next())
        claim.take(&columns)
        let known = try await known(of: enabling, readAt, vanity, claim)
        return .claimed(
            State(enabling: enabling, known: known, isFollowed: following == nil))
    }

    private func known(
        of enabling: Int64, _ readAt: Timestamp?, _ vanity: KnownVanity, _ claim: EffectClaim
    ) async throws -> KnownState {
        let (key, database) = ([SQLValue.snowflake(guild), .int8(enabling)], claim.database)
        let invites = try await database.run(AttributionSQL.invites, key)
        let steps = try await database.run(AttributionSQL.steps, key)
        let joins = try await database.run(AttributionSQL.joins, key)
        return KnownState(
            readAt: readAt, begunAt: claim.claimedAt, vanity: vanity,
            invites: invites.map { KnownInvite($0) }, steps: steps.map(UnclaimedUse.init),
            joins: joins.map(OpenJoin.init))
    }

    nonisolated func next(_ state: State) -> Step? {
        if !state.isRead { return .read }
        return state.isFollowed ? nil : .follow
    }

    func perform(_ step: Step, _ state: inout State, _ claim: EffectClaim) async throws {
        switch step {
        case .read:
            let reading = try await reading(claim.calls)
            state.known.erasures = try await erasures(
                among: reading.invites, but: state.known, claim.database)
            var attribution = AttributionMachine.attribution(state.known, reading)
            if isResync { attribution.takeAsKnown(state.known) }
            state.attribution = attribution
            state.isRead = true
        case .follow:
            // Store the invite's uses first: their joins may follow.
            if let store = store(state) { try await claim.write([store]) }
            try await following?()
            state.isFollowed = true
        }
    }

    func refused(
        _ step: Step, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) async throws {
        guard step == .read, following != nil else { throw error }
        state.isRead = true
    }

    /// - Returns: the invites listed by Discord; nil if the module was disabled meanwhile.
    func settle(_ state: State, _ claim: EffectClaim) async throws -> [KnownInvite]? {
        guard following == nil, let store = store(state) else {
            try await claim.settle()
            return state.attribution?.invites
        }
        let stored = try await claim.settle([store])
        return stored.isEmpty ? nil : state.attribution?.invites
    }

    private func store(_ state: State) -> BoundStatement? {
        state.attribution.map {
            BoundStatement(
                AttributionSQL.store,
                [.snowflake(guild), .int8(state.enabling)] + $0.values(state.known.begunAt))
        }
    }

    /// The erasure times of new invites' owners, for those that were erased.
    private func erasures(
        among invites: [KnownInvite], but known: KnownState, _ database: Database
    ) async throws(DatabaseError) -> [Snowflake: Timestamp] {
        let codes = Set(known.invites.map(\.code))
        let owners = Set(invites.filter { !codes.contains($0.code) }.compactMap(\.owner))
        guard !owners.isEmpty else { return [:] }
        let rows = try await database.run(
            AttributionSQL.erasures, [.snowflake(guild), .int8Array(owners.map(\.rawValue))])
        return Dictionary(
            rows.map { ($0.snowflake(0), $0.timestamp(1)) }, uniquingKeysWith: max)
    }

    private func reading(_ calls: DiscordCalls) async throws(DiscordError) -> InviteSnapshot {
        var invites: [KnownInvite] = []
        for invite in try await calls.invites(of: guild) {
            invites.append(KnownInvite(invite, of: guild))
            if invites.count.isMultiple(of: Self.slice) { await SliceQueue.shared.turn() }
        }
        do throws(DiscordError) {
            guard let vanity = try await calls.vanityURL(of: guild) else {
                return InviteSnapshot(invites: invites, vanity: nil)
            }
            let code = vanity.code.flatMap { $0.isEmpty ? nil : $0 }
            return InviteSnapshot(invites: invites, vanity: .init(code: code, uses: vanity.uses))
        } catch {
            // Without the permission, the vanity URL isn't tracked.
            guard error.isFinal else { throw error }
            return InviteSnapshot(invites: invites, vanity: nil)
        }
    }
}
