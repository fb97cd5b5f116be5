import Testing

@testable import Discord

/// The decision whether a failed call is made again, alone.
@Suite struct RepeatMachineTests {
    private typealias Failure = RepeatMachine.Failure

    private func transfer(isUnsent: Bool, isPassing: Bool = true) -> Failure {
        .transfer(
            TransferFailure(
                error: .unreachable("x"), isUnsent: isUnsent, isPassing: isPassing))
    }

    @Test func `pauses double, jittered, up to four seconds, and end`() {
        for (chance, factor) in [(0.0, 0.5), (1.0, 1.0)] {
            var machine = RepeatMachine(isRepeatable: true)
            var pauses: [Duration] = []
            while let pause = machine.pause(
                after: .answer(status: 502, retryAfter: nil), chance: chance)
            {
                pauses.append(pause)
            }
            #expect(
                pauses == [250, 500, 1000, 2000, 4000, 4000].map { .milliseconds($0) * factor })
            #expect(machine.repeats == RepeatMachine.mostRepeats)
        }
    }

    @Test func `a server's own wish is kept where it's longer`() {
        var machine = RepeatMachine(isRepeatable: true)
        #expect(
            machine.pause(after: .answer(status: 503, retryAfter: .seconds(9)), chance: 1)
                == .seconds(9))
        #expect(
            machine.pause(after: .answer(status: 503, retryAfter: .zero), chance: 1)
                == .milliseconds(500))
    }

    @Test func `what may have been done is repeated only where that is safe`() {
        var once = RepeatMachine(isRepeatable: false)
        #expect(once.pause(after: .answer(status: 502, retryAfter: nil)) == nil)
        #expect(once.pause(after: transfer(isUnsent: false)) == nil)
        #expect(once.pause(after: transfer(isUnsent: true)) != nil)
        var often = RepeatMachine(isRepeatable: true)
        #expect(often.pause(after: transfer(isUnsent: false)) != nil)
    }

    @Test func `what won't pass isn't repeated`() {
        var machine = RepeatMachine(isRepeatable: true)
        #expect(machine.pause(after: transfer(isUnsent: true, isPassing: false)) == nil)
        for status in [400, 401, 403, 404, 409, 429, 500, 520] {
            #expect(machine.pause(after: .answer(status: status, retryAfter: nil)) == nil)
        }
    }
}
