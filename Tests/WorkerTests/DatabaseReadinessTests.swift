import API
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing
import Worker

@Suite struct DatabaseReadinessTests {
    @Test func `a worker is ready once the database is migrated, and says so each time it changes`()
        async throws
    {
        let seen = try await onLoop {
            let answers = Answers([.failure(.unavailable), .success(false), .success(true)])
            let readiness = answers.readiness()
            var seen = [readiness.unreadiness]
            let isOver = Promise<Void>()
            readiness.start {
                seen.append(readiness.unreadiness)
                if readiness.isReady { isOver.fulfil(()) }
            }
            await isOver.value
            return seen
        }
        #expect(
            seen == [
                "The database can't be reached.", "The database can't be reached.",
                "The database isn't migrated: run `kennel migrate`.", nil,
            ])
    }

    @Test func `a database that doesn't answer counts as unreachable`() async throws {
        let unreadiness = try await onLoop {
            let answers = Answers([.success(true)])
            let readiness = answers.readiness()
            let isLost = Promise<String>()
            readiness.start {
                if let reason = readiness.unreadiness { isLost.fulfil(reason) }
            }
            return await isLost.value
        }
        #expect(unreadiness == "The database can't be reached.")
    }

    @Test func `settling waits for an answer, but not for ever`() async throws {
        let (settled, unsettled) = try await onLoop {
            let known = Answers([.success(false)]).readiness()
            known.start {}
            await known.settle(atMost: .seconds(60))
            let settled = known.unreadiness
            let unknown = Answers([.failure(.unavailable)]).readiness()
            unknown.start {}
            await unknown.settle(atMost: .milliseconds(20))
            return (settled, unknown.unreadiness)
        }
        #expect(settled == "The database isn't migrated: run `kennel migrate`.")
        #expect(unsettled == "The database can't be reached.")
    }

    @Test func `without the direct session a worker isn't ready, but for a moment it may lack`()
        async throws
    {
        let seen = try await onLoop {
            let answers = Answers(Array(repeating: .success(true), count: 20))
            var looks = 0
            var seen: [String?] = []
            let isOver = Promise<Void>()
            let readiness = answers.readiness {
                looks += 1
                // Away for four looks, then for six.
                return !(2...5).contains(looks) && !(8...13).contains(looks)
            }
            readiness.start {
                seen.append(readiness.unreadiness)
                if looks > 13 { isOver.fulfil(()) }
            }
            await isOver.value
            return seen
        }
        #expect(
            seen == [
                nil,
                "The direct connection to the database can't be made: see KENNEL_DIRECT_DATABASE_URL.",
                nil,
            ])
    }

    @Test func `a draining worker isn't ready whatever the database says`() async throws {
        let seen = try await onLoop {
            let readiness = Answers([.success(true)]).readiness()
            readiness.start {}
            await readiness.settle(atMost: .seconds(60))
            let before = readiness.isReady
            readiness.drain()
            return (before, readiness.isReady)
        }
        #expect(seen == (true, false))
    }
}

/// A database that gives these answers one after the other and then none any more.
@LoopActor
private final class Answers {
    private var rest: [Result<Bool, DatabaseError>]

    init(_ answers: [Result<Bool, DatabaseError>]) {
        rest = answers.reversed()
    }

    func readiness(
        hasDirectSession: @escaping @LoopActor () -> Bool = { true }
    ) -> DatabaseReadiness {
        DatabaseReadiness(
            log: .silent, interval: .milliseconds(1), patience: .milliseconds(20),
            hasDirectSession: hasDirectSession
        ) { _ in
            if let next = self.rest.popLast() { return try next.get() }
            return await Promise<Bool>().value
        }
    }
}
