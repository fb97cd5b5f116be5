import Modules

/// Sends each response to one message once, with any number of concurrent checks. Each step is stored before and after the call,
/// and has a nonce by which Discord recognizes a repeat.
struct AnswerEffect: Effect {
    let key: EffectKey
    let log: Log
    /// The check's request; nil: completes an earlier check's answer in the background.
    var request: Request?

    struct Request: Sendable {
        let plan: AnswerPlan
        let channel: Snowflake
        let author: Person?
        let statistics: CheckCounts
    }

    struct State: Sendable {
        var answer: ClaimedAnswer
        let sender: ResponseSender
        /// Steps that can't be taken now.
        var unsettled: Set<Int> = []
        /// Steps whose response was searched for and not found.
        var absent: Set<Int> = []
        var outcome = CheckOutcome("The message was checked.")
        /// The error of the last such step.
        var obstacle: DiscordError?
    }

    enum Step: Hashable, Sendable {
        /// The response was deleted.
        case skip(Int)
        case search(Int)
        case send(Int)
    }

    /// Another check is answering the message.
    struct Busy: Error {}

    static var busy: any Error { Busy() }
    private static let unsettled: StaticString =
        "Not all responses could be sent. Repeat the check: it sends what is missing, and nothing twice."
    static let alreadyAnswered: StaticString = "This message has been answered already."

    func load(_ claim: EffectClaim) async throws -> EffectStart<State, CheckOutcome> {
        let rows = try await claim.database.run(
            AnswerSQL.claim,
            message + [.snowflakeOrNull(request?.channel)]
                + (request?.plan.values ?? AnswerPlan.nothing))
        guard let answer = try ClaimedAnswer(rows, claim),
            let channel = request?.channel ?? answer.channel,
            let id = Snowflake(rawValue: key.subject)
        else { return .nothing(CheckOutcome(Self.alreadyAnswered)) }
        if answer.isNew {
            request?.statistics.begin(hits: answer.hits, by: request?.author?.id)
        }
        let author =
            if let request { request.author } else { try await author(id, channel, claim.calls) }
        let sender = ResponseSender(
            discord: claim.calls, guild: key.guild, channel: channel, message: id, author: author)
        var state = State(answer: answer, sender: sender)
        state.outcome.hits = answer.hits.count
        return .claimed(state)
    }

    /// Nil if the message is gone or not readable; sending then shows which.
    private func author(
        _ message: Snowflake, _ channel: Snowflake, _ calls: DiscordCalls
    ) async throws(DiscordError) -> Person? {
        do {
            let found = try await calls.message(
                message, in: calls.channel(channel, of: key.guild))
            return found.author.map { Person($0.id, account: $0) }
        } catch {
            guard error.isFinal else { throw error }
            return nil
        }
    }

    nonisolated func next(_ state: State) -> Step? {
        for (index, step) in state.answer.steps.enumerated()
        where !step.state.isSettled && !state.unsettled.contains(index) {
            if step.response == nil { return .skip(index) }
            let isLost = step.state == .lost && state.answer.sentWithin != nil
            return isLost && !state.absent.contains(index) ? .search(index) : .send(index)
        }
        return nil
    }

    func settle(_ state: State, _ claim: EffectClaim) async throws -> CheckOutcome {
        let answer = state.answer
        if claim.isClaimed {
            if answer.isFinished {
                try await claim.settle([note(answer)])
            } else {
                try await claim.write([note(answer)])
            }
        }
        if answer.isFinished { try await release(answer, claim.database) }
        if let obstacle = state.obstacle, request == nil || state.outcome.sent == 0,
            !answer.isFinished
        {
            throw obstacle
        }
        var outcome = state.outcome
        if outcome.unsettled > 0 { outcome.message = Self.unsettled }
        return outcome
    }

    var message: [SQLValue] { [.snowflake(key.guild), .int8(key.subject)] }

    func note(_ answer: ClaimedAnswer) -> BoundStatement {
        BoundStatement(
            AnswerSQL.note,
            message + [
                .int2Array(answer.steps.map(\.state.rawValue)), .bool(answer.isFinished),
            ])
    }

    /// A trigger none of whose responses could be sent doesn't cool down.
    private func release(_ answer: ClaimedAnswer, _ database: Database) async throws {
        let triggers = answer.futile
        guard !triggers.isEmpty, let channel = request?.channel ?? answer.channel else { return }
        _ = try await database.run(
            AnswerSQL.release, message + [.snowflake(channel), .int8Array(triggers)])
    }
}
