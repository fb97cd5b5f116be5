import API
import Discord
import Essentials
import EventLoop

/// Identifies the Discord users behind OAuth access tokens: asks Discord, and caches its answer.
@LoopActor
final class OAuthCallers {
    typealias Finding = OAuthMemory.Finding
    private typealias Answer = Promise<Result<Finding, DiscordError>>

    /// How many unknown tokens Discord is asked about at a time; anyone can make up any number of them.
    static let mostLookups = 200
    /// The part of a request's time that is reserved for the rest of its work.
    static let reserve = Duration.seconds(1)
    /// No call starts later than this after the first.
    private static let lookupLimit = Duration.seconds(5)

    private let discord: DiscordClient
    private let now: @LoopActor () -> Instant
    let gate: StrangerGate
    private(set) var memory: OAuthMemory
    /// The requests that wait for each token's answer.
    private var lookups: [SHA256Digest: [Answer]] = [:]
    private(set) var asked = MetricCounter(
        "kennel_oauth_lookups_total", "OAuth tokens that Discord was asked about.")
    private(set) var refused = MetricCounter(
        "kennel_oauth_refused_total", "OAuth tokens that Discord refused.")
    private(set) var failures = MetricCounter(
        "kennel_oauth_failures_total",
        "OAuth lookups that failed: Discord was unreachable, slow or rate limited.")

    init(
        discord: DiscordClient, memory: OAuthMemory = OAuthMemory(),
        now: @escaping @LoopActor () -> Instant = { EventLoop.shared.now }
    ) {
        self.discord = discord
        self.memory = memory
        self.now = now
        gate = StrangerGate(now: now)
    }

    var metrics: [any Metric] {
        [
            asked, refused, failures, gate.refusals,
            MetricGauge(
                "kennel_oauth_remembered", "OAuth tokens whose users are held in memory.",
                memory.count),
        ]
    }

    /// The caller, if it is cached.
    func knownCaller(bearer: UnsafeRawBufferPointer) -> Caller? {
        guard let token = OAuthToken.hash(of: bearer) else { return nil }
        return memory.finding(of: token, now: now())?.caller
    }

    /// The caller; nil if Discord refuses the token. Requests with the same token wait for the same answer, each until its
    /// own deadline.
    /// - Throws: `DiscordError`; `APIError.tooMuch` if the client sends too many unknown tokens.
    func caller(
        bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> Caller? {
        guard let token = OAuthToken.hash(of: bearer) else { return nil }
        if let known = memory.finding(of: token, now: now()) { return known.caller }
        let text = String(decoding: bearer, as: UTF8.self)
        guard !memory.isFamiliar(token), lookups[token] == nil else {
            return try await finding(of: token, text, deadline: deadline).caller
        }
        let address = try await gate.enter(client, deadline: deadline - Self.reserve)
        var isRefused = false
        defer { gate.leave(address, isRefused: isRefused) }
        let finding = try await finding(of: token, text, deadline: deadline)
        isRefused = finding == .refused
        return finding.caller
    }

    private func finding(
        of token: SHA256Digest, _ text: String, deadline: Instant
    ) async throws(DiscordError) -> Finding {
        let answer = Answer()
        try wait(for: token, text, answer)
        let limit = EventLoop.shared.schedule(after: deadline - Self.reserve - .now()) {
            answer.fulfil(.failure(.unreachable("it gave no answer in time")))
        }
        defer { EventLoop.shared.cancel(limit) }
        return try await answer.value.get()
    }

    /// Waits for the answer about a token that is being asked for, or starts asking.
    private func wait(
        for token: SHA256Digest, _ text: String, _ answer: Answer
    ) throws(DiscordError) {
        if lookups[token] != nil {
            lookups[token]?.append(answer)
            return
        }
        guard lookups.count < Self.mostLookups || memory.isFamiliar(token) else {
            throw .waitedTooLong
        }
        lookups[token] = [answer]
        asked += 1
        spawn { await self.lookUp(token, text) }
    }

    /// Continues if nobody waits any more: the next request finds the answer.
    private func lookUp(_ token: SHA256Digest, _ text: String) async {
        let asked = now()
        let result: Result<Finding, DiscordError>
        do throws(DiscordError) {
            let finding = try await ask(text)
            memory.keep(finding, of: token, asked: asked, now: now())
            if finding == .refused { refused += 1 }
            result = .success(finding)
        } catch {
            failures += 1
            result = .failure(error)
        }
        for answer in lookups.removeValue(forKey: token) ?? [] { answer.fulfil(result) }
    }

    private func ask(_ token: String) async throws(DiscordError) -> Finding {
        let calls = discord.acting(until: .now() + Self.lookupLimit)
        do throws(DiscordError) {
            let authorization = try await calls.authorization(ofToken: token)
            // A token issued to another application is refused: whoever runs that site could act as its user here.
            guard let user = authorization.user,
                try await calls.accepts(tokensOf: authorization.application)
            else { return .refused }
            let guilds = try await calls.guilds(ofToken: token)
            return .user(user.id, administers: Set(guilds.filter(\.isAdministered).map(\.id)))
        } catch {
            guard error.refusesToken else { throw error }
            return .refused
        }
    }
}

extension DiscordError {
    /// The token is invalid or expired, or lacks a scope: without `guilds`, Discord answers 401 to the list of guilds. Without a
    /// configured Discord no token is valid.
    fileprivate var refusesToken: Bool {
        switch self {
        case .refused(401, _, _), .notConfigured: true
        default: false
        }
    }
}

extension UserGuild {
    /// Whether the user has the access of the guild's administrators.
    fileprivate var isAdministered: Bool {
        isOwner || !permissions.isDisjoint(with: [.administrator, .manageGuild])
    }
}
