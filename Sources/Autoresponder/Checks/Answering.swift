import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Answers one message, once, however many checks try it at the same time: the message's lock is held meanwhile, each step
/// is noted before and after, and what was sent has a nonce by which Discord knows a repeat.
@LoopActor
struct Answering {
    let database: Database
    let discord: DiscordCalls
    let log: Log
    let guild: Snowflake
    let channel: Snowflake
    let message: Snowflake
    let author: Person?
    let call: Call
    let statistics: CheckStatistics

    private static let noteLimit = Duration.seconds(5)

    func run(_ plan: AnswerPlan) async throws -> CheckOutcome {
        let key = LockKey("autoresponder message", guild.rawValue, message.rawValue)
        do {
            return try await database.direct.withLock(key, deadline: call.deadline) { lock in
                try await answer(plan, lock)
            }
        } catch LockError.busy {
            return CheckOutcome("Another check is answering this message.")
        } catch LockError.unavailable {
            throw APIError.database(outcomeUnknown: false)
        }
    }

    private func answer(_ plan: AnswerPlan, _ lock: Lock) async throws -> CheckOutcome {
        let rows = try await database.run(
            AnswerSQL.claim,
            [.snowflake(guild), .snowflake(message), .snowflake(channel)] + plan.values,
            deadline: call.deadline)
        guard rows.first?.bool(0) == true else { throw APIError.moduleDisabled }
        guard var claim = ClaimedAnswer(rows) else { return CheckOutcome(Self.alreadyAnswered) }
        return try await send(&claim, lock)
    }

    private static let unsettled: StaticString =
        "Not all responses could be sent. Repeat the check: it sends what is missing, and nothing twice."
    static let alreadyAnswered: StaticString = "This message has been answered already."

    private func send(_ claim: inout ClaimedAnswer, _ lock: Lock) async throws -> CheckOutcome {
        var outcome = CheckOutcome("The message was checked.")
        outcome.hits = claim.hits.count
        if claim.isNew { statistics.begin(hits: claim.hits, by: author?.id) }
        let sender = ResponseSender(
            discord: discord, guild: guild, channel: channel, message: message, author: author)
        var obstacle: DiscordError?
        for index in claim.steps.indices where !claim.steps[index].state.isSettled {
            let step = claim.steps[index]
            guard let response = step.response else {
                claim.steps[index].state = .done
                continue
            }
            if step.state == .lost, let times = claim.sentWithin {
                switch await sender.search(for: response, sentWithin: times) {
                case .absent: break
                case .found:
                    claim.steps[index].state = .done
                    continue
                case .unclear:
                    claim.steps[index].state = .failed
                    outcome.failed += 1
                    tell(response, step.trigger, "It can't be told any more whether it was sent.")
                    continue
                case .failed(let error):
                    outcome.unsettled += 1
                    obstacle = error
                    tell(response, step.trigger, error.words)
                    continue
                }
            }
            if step.state != .begun, response.type != .reaction {
                claim.steps[index].state = .begun
                try await note(claim)
            }
            guard lock.isHeld else { throw APIError.database(outcomeUnknown: false) }
            switch await sender.send(response, trigger: step.trigger) {
            case .sent:
                claim.steps[index].state = .done
                outcome.sent += 1
            case .refused(let words):
                claim.steps[index].state = .failed
                outcome.failed += 1
                tell(response, step.trigger, words)
            case .unsettled(let error, let mayBeSent):
                // What surely wasn't sent may be tried again at any time.
                claim.steps[index].state = mayBeSent ? .begun : .pending
                outcome.unsettled += 1
                obstacle = error
                tell(response, step.trigger, error.words)
            case .messageGone:
                outcome.message = Check.gone.message
                outcome.failed += claim.giveUp()
            }
        }
        if !claim.steps.isEmpty { try await note(claim) }
        if claim.isFinished { try await release(claim.futile) }
        if let obstacle, outcome.sent == 0, !claim.isFinished { throw obstacle }
        if outcome.unsettled > 0 { outcome.message = Self.unsettled }
        return outcome
    }

    /// - Throws: where another check has taken over, which does the rest.
    private func note(_ claim: ClaimedAnswer) async throws {
        let rows = try await database.run(
            AnswerSQL.note,
            [
                .snowflake(guild), .snowflake(message), .int4(claim.fencing),
                .int2Array(claim.steps.map(\.state.rawValue)), .bool(claim.isFinished),
            ], deadline: Instant.now() + Self.noteLimit)
        guard !rows.isEmpty else { throw APIError.database(outcomeUnknown: false) }
    }

    /// A trigger of which nothing could be sent doesn't cool down.
    private func release(_ triggers: [Int64]) async throws {
        guard !triggers.isEmpty else { return }
        _ = try await database.run(
            AnswerSQL.release,
            [.snowflake(guild), .snowflake(message), .snowflake(channel), .int8Array(triggers)],
            deadline: Instant.now() + Self.noteLimit)
    }

    private func tell(_ response: Response, _ trigger: Int64, _ words: String) {
        log.info(
            "a response wasn't sent",
            [
                "guild": "\(guild)", "trigger": "\(trigger)", "response": "\(response.id)",
                "cause": words,
            ])
    }
}
