import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import Discord

/// The driver: clock, timer, budget and waiting tasks around the machine.
@Suite struct RateLimiterTests {
    /// A budget whose answers the test gives.
    @LoopActor
    final class ScriptedBudget: SendBudget {
        nonisolated let rate: Int? = 47
        var questions: [Promise<Result<SendTimes, SendBudgetError>>] = []
        var counts: [Int] = []
        var blocks: [Duration] = []

        nonisolated init() {}

        func reserve(
            _ count: Int, for urgency: SendUrgency
        ) async throws(SendBudgetError) -> SendTimes {
            let question = Promise<Result<SendTimes, SendBudgetError>>()
            questions.append(question)
            counts.append(count)
            return try await question.value.get()
        }

        func block(for duration: Duration) async { blocks.append(duration) }

        /// The first question, once it's asked.
        func firstQuestion() async -> Promise<Result<SendTimes, SendBudgetError>> {
            while true {
                if let question = questions.first { return question }
                await sleep(for: .milliseconds(1))
            }
        }

        func firstBlock() async -> Duration {
            while true {
                if let block = blocks.first { return block }
                await sleep(for: .milliseconds(1))
            }
        }
    }

    private func request(
        _ major: String = "1", _ authorization: DiscordRequest.Authorization = .bot
    ) -> DiscordRequest {
        DiscordRequest(
            method: .get, template: "/guilds/{guild}", major: major, target: "/guilds/\(major)",
            authorization: authorization, isRepeatable: true)
    }

    /// What a call came to, as soon as it's clear.
    @LoopActor private func begin(
        _ limiter: RateLimiter, _ request: DiscordRequest, within limit: Duration = .seconds(15),
        cancelledBy cancellation: CallCancellation? = nil
    ) -> Promise<Result<Permit, DiscordError>> {
        let result = Promise<Result<Permit, DiscordError>>()
        spawn {
            do throws(DiscordError) {
                result.fulfil(
                    .success(
                        try await limiter.admit(
                            request, urgency: .interactive, until: .now() + limit,
                            cancelledBy: cancellation)))
            } catch { result.fulfil(.failure(error)) }
        }
        return result
    }

    @Test func `without a budget a call goes at once`() async throws {
        try await onLoop {
            let limiter = RateLimiter(budget: UnlimitedBudget(), log: .silent)
            let permit = try await begin(limiter, request()).value.get()
            #expect(limiter.settle(permit, .answered(200, .init())) == .done)
            #expect(limiter.counters.admitted == 1)
        }
    }

    @Test func `a call goes when the budget's time has come, not before`() async throws {
        try await onLoop {
            let budget = ScriptedBudget()
            let limiter = RateLimiter(budget: budget, log: .silent)
            let call = begin(limiter, request())
            let question = await budget.firstQuestion()
            #expect(budget.counts == [1])
            let time = Instant.now() + .milliseconds(30)
            question.fulfil(.success(SendTimes(times: [time], next: time)))
            // Where the machine stands still meanwhile, the time is dropped and another one asked for.
            spawn {
                while !call.isFulfilled {
                    await sleep(for: .milliseconds(100))
                    let now = Instant.now()
                    budget.questions.last?.fulfil(.success(SendTimes(times: [now], next: now)))
                }
            }
            _ = try await call.value.get()
            #expect(Instant.now() >= time)
        }
    }

    @Test func `a call whose limit passes fails by the timer`() async throws {
        try await onLoop {
            let limiter = RateLimiter(budget: ScriptedBudget(), log: .silent)
            let result = await begin(limiter, request(), within: .milliseconds(20)).value
            #expect(result == .failure(.waitedTooLong))
            #expect(limiter.waitingCount == 0)
        }
    }

    @Test func `a 429 is waited for and the call admitted again under its permit`() async throws {
        try await onLoop {
            let limiter = RateLimiter(budget: UnlimitedBudget(), log: .silent)
            let permit = try await begin(limiter, request()).value.get()
            var headers = RateLimitHeaders()
            headers.scope = .user
            headers.retryAfter = .milliseconds(60)
            let told = Instant.now()
            #expect(limiter.settle(permit, .answered(429, headers)) == .repeatNow)
            let again = try await limiter.admit(
                request(), urgency: .interactive, until: .now() + .seconds(15),
                repeating: permit)
            #expect(again == permit)
            #expect(Instant.now() >= told + .milliseconds(60))
        }
    }

    @Test func `a call that is given up leaves at once, and its place to the next`() async throws {
        try await onLoop {
            let limiter = RateLimiter(budget: UnlimitedBudget(), log: .silent)
            let first = try await begin(limiter, request()).value.get()
            let cancellation = CallCancellation()
            let second = begin(limiter, request(), cancelledBy: cancellation)
            let third = begin(limiter, request())
            await until { limiter.waitingCount >= 2 }
            cancellation.cancel()
            #expect(await second.value == .failure(.cancelled))
            #expect(limiter.waitingCount == 1)
            limiter.settle(first, .answered(200, .init()))
            _ = try await third.value.get()
        }
    }

    @Test func `a stopped limiter fails whoever waits and whoever comes`() async throws {
        try await onLoop {
            let limiter = RateLimiter(budget: UnlimitedBudget(), log: .silent)
            _ = try await begin(limiter, request()).value.get()
            let waiting = begin(limiter, request())
            await until { limiter.waitingCount != 0 }
            limiter.stop()
            #expect(await waiting.value == .failure(.cancelled))
            #expect(await begin(limiter, request()).value == .failure(.cancelled))
        }
    }

    @Test func `the cluster hears of a global 429`() async throws {
        try await onLoop {
            let budget = ScriptedBudget()
            let limiter = RateLimiter(budget: budget, log: .silent)
            let call = begin(limiter, request())
            spawn {
                while !call.isFulfilled {
                    await sleep(for: .milliseconds(5))
                    let now = Instant.now()
                    budget.questions.last?.fulfil(.success(SendTimes(times: [now], next: now)))
                }
            }
            let permit = try await call.value.get()
            var headers = RateLimitHeaders()
            headers.note(
                body: Array(
                    #"{"message":"slow down","retry_after":1.5,"global":true}"#.utf8))
            #expect(limiter.settle(permit, .answered(429, headers)) == .repeatNow)
            #expect(await budget.firstBlock() == .milliseconds(1500))
            #expect(limiter.blockedSeconds > 0)
        }
    }

    @Test func `a budget that fails for long fails the calls, in words`() async throws {
        try await onLoop {
            let budget = ScriptedBudget()
            let limiter = RateLimiter(budget: budget, log: .silent)
            let call = begin(limiter, request())
            spawn {
                while !call.isFulfilled {
                    for question in budget.questions where !question.isFulfilled {
                        question.fulfil(.failure(SendBudgetError(reason: "the database is gone")))
                    }
                    await sleep(for: .milliseconds(20))
                }
            }
            #expect(await call.value == .failure(.unreachable("the database is gone")))
            #expect(limiter.counters.budgetFailures.count >= 2)
        }
    }
}
