import Modules

/// The steps of an answer.
extension AnswerEffect {
    func perform(_ step: Step, _ state: inout State, _ claim: EffectClaim) async throws {
        switch step {
        case .skip(let index): state.answer.steps[index].state = .done
        case .search(let index): await search(index, &state, claim)
        case .send(let index): try await send(index, &state, claim)
        }
    }

    private func search(_ index: Int, _ state: inout State, _ claim: EffectClaim) async {
        let step = state.answer.steps[index]
        guard let response = step.response, let times = state.answer.sentWithin else { return }
        switch await state.sender.search(for: response, sentWithin: times) {
        case .absent: state.absent.insert(index)
        case .found: state.answer.steps[index].state = .done
        case .unclear:
            fail(index, "It can't be told any more whether it was sent.", &state, claim)
        case .failed(let error): leave(index, error, &state, claim)
        }
    }

    private func send(_ index: Int, _ state: inout State, _ claim: EffectClaim) async throws {
        let step = state.answer.steps[index]
        guard let response = step.response else { return }
        if step.state != .begun, response.type != .reaction {
            state.answer.steps[index].state = .begun
            try await claim.write([note(state.answer)])
            try claim.check()
        }
        switch await state.sender.send(response, trigger: step.trigger) {
        case .sent:
            state.answer.steps[index].state = .done
            state.outcome.sent += 1
        case .refused(let words): fail(index, words, &state, claim)
        case .unsettled(let error, let mayBeSent):
            // If it certainly wasn't sent, a retry can't duplicate it.
            state.answer.steps[index].state = mayBeSent ? .begun : .pending
            leave(index, error, &state, claim)
        case .messageGone:
            state.outcome.message = Check.gone.message
            state.outcome.failed += state.answer.giveUp()
        }
    }

    private func fail(
        _ index: Int, _ words: String, _ state: inout State, _ claim: EffectClaim
    ) {
        claim.noteFailure()
        state.answer.steps[index].state = .failed
        state.outcome.failed += 1
        tell(state.answer.steps[index], words)
    }

    /// It may succeed later.
    private func leave(
        _ index: Int, _ error: DiscordError, _ state: inout State, _ claim: EffectClaim
    ) {
        claim.noteFailure()
        state.unsettled.insert(index)
        state.outcome.unsettled += 1
        state.obstacle = error
        tell(state.answer.steps[index], error.words)
    }

    private func tell(_ step: ClaimedAnswer.Step, _ words: String) {
        log.info(
            "a response wasn't sent",
            [
                "guild": "\(key.guild)", "trigger": "\(step.trigger)",
                "response": "\(step.responseID)", "cause": words,
            ])
    }
}
