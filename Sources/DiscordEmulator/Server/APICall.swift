import Essentials
import EventLoop
import HTTP

/// One call of Discord's API on its way through the emulator: recorded, spoilt where a fault says so, checked, limited, done.
@LoopActor
struct APICall {
    private let incoming: Incoming
    private let emulator: DiscordEmulator
    private let body: JSON?
    private let caller: Caller?
    private let place: Place
    private let number: Int

    /// Where a call leads: a route and what stands at its places, or nowhere.
    private typealias Place = Result<(Route, [String]), Refusal>

    init(_ incoming: Incoming, _ emulator: DiscordEmulator) {
        self.incoming = incoming
        self.emulator = emulator
        let world = emulator.world
        body =
            incoming.bytes.isEmpty
            ? .null : incoming.bytes.withUnsafeBytes { JSON(parsing: $0) }
        let caller = world.caller(incoming.authorization)
        self.caller = caller
        place = Self.place(incoming)
        number = emulator.log.append(
            RecordedCall(
                method: incoming.method, path: incoming.path, query: incoming.query,
                body: body ?? .null, hasBody: !incoming.bytes.isEmpty, reason: incoming.reason,
                authorization: RecordedCall.Authorization(caller), userAgent: incoming.userAgent,
                time: world.clock.now, arrival: incoming.arrival,
                template: (try? place.get())?.0.template))
    }

    private static func place(_ incoming: Incoming) -> Place {
        do throws(Refusal) {
            return .success(
                try RouteTable.discord.find(incoming.method, incoming.segments))
        } catch {
            return .failure(error)
        }
    }

    func response() async -> HTTPResponse {
        let response = await spoiltResponse()
        if case .hangUp = response.body { return response }
        emulator.log.update(number) { $0.status = response.status }
        if response.status == 429 { emulator.load.limited += 1 }
        return response
    }

    private func spoiltResponse() async -> HTTPResponse {
        let isCounted = countLoad()
        guard let effect = emulator.faults.take(incoming.method, incoming.path) else {
            return answer(isCounted)
        }
        switch effect {
        case .delay(let time):
            await sleep(for: time)
            return answer(isCounted)
        case .before(let interlude):
            await interlude()
            return answer(isCounted)
        case .after(let interlude):
            let answer = answer(isCounted)
            await interlude()
            return answer
        case .hang:
            await emulator.faults.waitUntilCleared()
            return .hangUp
        case .hangAfter:
            _ = answer(isCounted)
            await emulator.faults.waitUntilCleared()
            return .hangUp
        case .drop(.beforeExecuting): return .hangUp
        case .drop(.afterExecuting):
            _ = answer(isCounted)
            return .hangUp
        case .drop(.halfway): return answer(isCounted).brokenOff()
        case .garbage:
            let status = answer(isCounted).status
            return HTTPResponse(status: status, body: .text("{\"id\": \"12"))
        case .limit(let scope, let retryAfter):
            return EmulatorResponder.limited(
                scope, retryAfter: retryAfter, bucketHeaders(unless: scope == .global))
        default: return EmulatorResponder.spoilt(effect)
        }
    }

    private func bucketHeaders(unless isGlobal: Bool) -> [(LimitHeader, String)] {
        guard !isGlobal, let (route, parameters) = try? place.get() else { return [] }
        return emulator.world.limits.headers(limited(route, parameters, isCounted: false))
    }

    /// Notes a call that counts for the global limit; false for those that don't.
    private func countLoad() -> Bool {
        guard let caller, case .bot = caller, !incoming.path.hasPrefix("/webhooks/") else {
            return false
        }
        emulator.load.note(incoming.arrival)
        return true
    }

    /// Does what was asked.
    private func answer(_ isCounted: Bool) -> HTTPResponse {
        do throws(Refusal) {
            guard incoming.userAgent?.isEmpty == false else { throw .noUserAgent }
            guard let caller else { throw .unauthorized }
            let (route, parameters) = try place.get()
            return try answer(route, parameters, caller, isCounted)
        } catch {
            return EmulatorResponder.answer(error)
        }
    }

    private func answer(
        _ route: Route, _ parameters: [String], _ caller: Caller, _ isCounted: Bool
    ) throws(Refusal) -> HTTPResponse {
        try check(caller, route.access)
        let call = limited(route, parameters, isCounted: isCounted)
        let verdict = emulator.world.limits.admit(call)
        if let refusal = verdict.refusal {
            return EmulatorResponder.limited(
                refusal.scope, retryAfter: refusal.wait.inSeconds, verdict.headers)
        }
        var response = perform(route, parameters, caller)
        response.headers += verdict.headers.map(HTTPHeader.init)
        return response
    }

    private func perform(
        _ route: Route, _ parameters: [String], _ caller: Caller
    ) -> HTTPResponse {
        do throws(Refusal) {
            guard let body else { throw .notJSON }
            let reply = try route.handle(
                Exchange(
                    world: emulator.world, caller: caller, parameters: parameters,
                    query: incoming.query, body: body, reason: incoming.reason))
            return HTTPResponse(
                status: reply.status, body: reply.status == 204 ? .empty : .bytes(reply.body))
        } catch {
            return EmulatorResponder.answer(error)
        }
    }

    private func limited(
        _ route: Route, _ parameters: [String], isCounted: Bool
    ) -> LimitedCall {
        let isModifyingChannel =
            route.method == "PATCH" && route.template == "/channels/{channel_id}"
        return LimitedCall(
            bucket: route.bucket, major: route.major(parameters), isCounted: isCounted,
            renames: isModifyingChannel ? ["name", "topic"].filter { body?[$0] != nil } : [])
    }

    private func check(_ caller: Caller, _ access: Route.Access) throws(Refusal) {
        switch (caller, access) {
        case (.bot, _), (_, .anybody), (.user, .botOrUser): break
        default: throw .unauthorized
        }
    }
}

extension World {
    /// Nil for a token that is none.
    func caller(_ authorization: String?) -> Caller? {
        guard let authorization else { return .nobody }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "Bot": return parts[1] == token ? .bot : nil
        case "Bearer": return grants[String(parts[1])].map { .user($0) }
        default: return nil
        }
    }
}

extension RecordedCall.Authorization {
    init(_ caller: Caller?) {
        switch caller {
        case .bot: self = .bot
        case .user: self = .bearer
        case .nobody: self = .none
        case nil: self = .wrong
        }
    }
}
