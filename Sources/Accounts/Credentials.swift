import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Identifies the callers behind service tokens, API keys and Discord's OAuth tokens.
@LoopActor
package final class Credentials: CallerSource {
    /// The channel of revocations.
    static let channel: StaticString = "kennel_credentials"

    private let database: Database
    /// The callers whose tokens aren't ours.
    let oauth: OAuthCallers
    private var cache = CredentialCache()
    let budgets: CallerBudgets
    /// Requests a second of an API key or a user; nil: no limit.
    private let callerRate: Int?
    private let makers: KeyMakers
    private(set) var lookups = MetricCounter(
        "kennel_credential_lookups_total", "Tokens and keys looked up in the database.")
    private(set) var revocationsHeard = MetricCounter(
        "kennel_credential_revocations_total", "Revocations received.")

    /// - Parameter callerRate: requests a second of an API key or a user over all workers; nil: no limit.
    package convenience init(database: Database, discord: DiscordClient, callerRate: Int?) {
        self.init(
            database: database, oauth: OAuthCallers(discord: discord), discord: discord,
            callerRate: callerRate)
    }

    init(
        database: Database, oauth: OAuthCallers, discord: DiscordClient, callerRate: Int? = nil
    ) {
        self.database = database
        self.oauth = oauth
        self.callerRate = callerRate
        budgets = CallerBudgets(database: database)
        makers = KeyMakers(database: database, discord: discord)
        makers.ended = { [weak self] in self?.revokedHere() }
        database.direct.listen(to: Self.channel) { [weak self] event in
            self?.hear(event)
        }
    }

    /// Also nil for callers whose request must be charged in the database.
    package func knownCaller(
        bearer: UnsafeRawBufferPointer
    ) throws(APIError) -> Caller? {
        guard let holder = known(bearer) else { return nil }
        guard let (payer, rate) = payment(of: holder) else { return holder.caller }
        return try budgets.isChargedAtOnce(payer, rate: rate) ? holder.caller : nil
    }

    package func caller(
        bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> Caller? {
        guard let holder = try await holder(of: bearer, from: client, deadline: deadline) else {
            return nil
        }
        if let (payer, rate) = payment(of: holder) {
            try await budgets.charge(payer, rate: rate, deadline: deadline)
        }
        return holder.caller
    }

    package func identify(
        bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> Caller? {
        if let holder = known(bearer) { return holder.caller }
        return try await holder(of: bearer, from: client, deadline: deadline)?.caller
    }

    /// The budget that a request is charged to; nil: no limit.
    private func payment(of holder: CredentialCache.Holder) -> (Payer, rate: Int)? {
        guard let payer = Payer(holder.caller) else { return nil }
        let rate = payer.callerName == nil ? holder.requestsPerSecond : callerRate
        return rate.map { (payer, rate: $0) }
    }

    private func known(_ bearer: UnsafeRawBufferPointer) -> CredentialCache.Holder? {
        if let credential = Credential(bearer: bearer) { return known(credential) }
        return oauth.knownCaller(bearer: bearer).map { .init(caller: $0, requestsPerSecond: nil) }
    }

    private func holder(
        of bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> CredentialCache.Holder? {
        if let credential = Credential(bearer: bearer) {
            return try await holder(of: credential, deadline: deadline)
        }
        let caller = try await oauth.caller(bearer: bearer, from: client, deadline: deadline)
        return caller.map { .init(caller: $0, requestsPerSecond: nil) }
    }

    /// How many tokens and keys are held in memory.
    var remembered: Int { cache.count }

    package var metrics: [any Metric] {
        [
            lookups, revocationsHeard, budgets.refusals,
            MetricGauge(
                "kennel_credentials_remembered", "Tokens and keys held in memory.", remembered),
        ] + oauth.metrics
    }

    /// Drops at once what this worker revoked itself; the others are notified.
    func revokedHere() { cache.forgetAll() }

    private func hear(_ event: DirectSession.ListenEvent) {
        if event != .resumed { revocationsHeard += 1 }
        cache.forgetAll()
    }

    private func known(_ credential: Credential) -> CredentialCache.Holder? {
        cache.holder(
            of: credential, now: EventLoop.shared.now,
            isListening: database.direct.listenIsConfirmed)
    }

    private func holder(
        of credential: Credential, deadline: Instant
    ) async throws -> CredentialCache.Holder? {
        if let known = known(credential) { return known }
        let direct = database.direct
        lookups += 1
        let lookup = cache.beginLookup(isListening: direct.listenIsConfirmed)
        guard let found = try await lookUp(credential, deadline: deadline) else { return nil }
        cache.keep(
            found, of: credential, from: lookup, now: EventLoop.shared.now,
            isListening: direct.listenIsConfirmed)
        return found
    }

    private func lookUp(
        _ credential: Credential, deadline: Instant
    ) async throws -> CredentialCache.Holder? {
        switch credential {
        case .service(let hash):
            let rows = try await database.run(
                CredentialSQL.serviceToken, [.bytea(hash.bytes)], deadline: deadline)
            guard let row = rows.first else { return nil }
            return .init(
                caller: .service(token: row.int64(0)),
                requestsPerSecond: row.int64IfPresent(1).map { Int($0) })
        case .apiKey(let guild, let hash):
            return try await lookUp(keyOf: guild, hash, deadline: deadline)
        }
    }

    private func lookUp(
        keyOf guild: Snowflake, _ hash: SHA256Digest, deadline: Instant
    ) async throws -> CredentialCache.Holder? {
        // Counted from before the database reads its clock, so that no key is accepted too long.
        let start = Instant.now()
        let rows = try await database.run(
            CredentialSQL.apiKey, [.snowflake(guild), .bytea(hash.bytes)], deadline: deadline)
        guard let row = rows.first else { return nil }
        let (id, maker) = (row.string(0), row.snowflakeIfPresent(1))
        if let maker {
            let stands = try await makers.stands(
                .init(guild: guild, maker: maker), age: .seconds(row.double(3)), deadline: deadline)
            guard stands else { return nil }
        }
        noteUse(of: id, in: guild)
        return .init(
            caller: .apiKey(guild: guild, id: id, maker: maker), requestsPerSecond: nil,
            end: row.doubleIfPresent(2).map { start + .seconds($0) })
    }

    /// Records a key's use with its look-up, twice a minute at most; the look-up doesn't wait for it.
    private func noteUse(of key: String, in guild: Snowflake) {
        spawn { [database] in
            _ = try? await database.run(APIKeySQL.noteUse, [.snowflake(guild), .text(key)])
        }
    }
}
