import EventLoop
import Testing

@testable import Postgres

@Suite struct PipelineMachineTests {
    private typealias Machine = PipelineMachine<String>

    private func sent(_ machine: inout Machine, _ name: String, preparing: Bool = false) {
        machine.sent(
            name, deadline: Instant(nanoseconds: 1000), steps: preparing ? 2 : 1,
            preparations: preparing ? 1 : 0)
    }

    /// Feeds the events and gives the actions that aren't `proceed`.
    private func actions(_ machine: inout Machine, _ events: [PipelineEvent]) -> [PipelineAction] {
        events.map { machine.received($0) }.filter { $0 != .proceed }
    }

    @Test func `a statement is answered at its Sync and not before`() {
        var machine = Machine()
        sent(&machine, "a")
        #expect(machine.received(.result) == .keepRows)
        #expect(machine.received(.separator) == .proceed)
        #expect(machine.received(.sync) == .answer)
        #expect(machine.takeFront() == "a")
        #expect(machine.isEmpty)
    }

    @Test func `a first use reports its preparation before its rows`() {
        var machine = Machine()
        sent(&machine, "a", preparing: true)
        let seen = actions(&machine, [.result, .separator, .result, .separator, .sync])
        #expect(seen == [.notePrepared, .keepRows, .answer])
    }

    @Test func `a failed preparation fails its statement once, skipping what depends on it`() {
        var machine = Machine()
        sent(&machine, "a", preparing: true)
        let seen = actions(&machine, [.failure, .separator, .skipped, .separator, .sync])
        #expect(seen == [.keepError, .answer])
    }

    @Test func `an error that comes with the Sync is the commit's and its own statement's`() {
        var machine = Machine()
        sent(&machine, "a")
        sent(&machine, "b")
        let seen = actions(&machine, [.result, .separator, .failure, .separator, .sync])
        #expect(seen == [.keepRows, .keepError, .answer])
        #expect(machine.takeFront() == "a")
        #expect(actions(&machine, [.result, .separator, .sync]) == [.keepRows, .answer])
        #expect(machine.takeFront() == "b")
    }

    @Test func `a unit of three statements keeps the last rows`() {
        var machine = Machine()
        machine.sent("a", deadline: Instant(nanoseconds: 0), steps: 4, preparations: 0b0010)
        let seen = actions(
            &machine,
            [
                .result, .separator, .result, .separator, .result, .separator, .result, .separator,
                .sync,
            ])
        #expect(seen == [.keepRows, .notePrepared, .keepRows, .keepRows, .answer])
    }

    @Test(
        arguments: [
            [.sync], [.separator], [.skipped], [.result, .sync], [.result, .separator, .result],
            [.result, .separator, .separator], [.failure, .separator, .result],
            [.failure, .separator, .skipped],
        ] as [[PipelineEvent]])
    func `results that don't fit what was sent end the connection`(events: [PipelineEvent]) {
        var machine = Machine()
        sent(&machine, "a")
        #expect(actions(&machine, events).last == .giveUp)
    }

    @Test func `a result nobody waits for ends the connection`() {
        var machine = Machine()
        #expect(machine.received(.failure) == .giveUp)
    }

    @Test func `what is overdue is visited wherever it stands in the pipeline`() {
        var machine = Machine()
        machine.sent("slow", deadline: Instant(nanoseconds: 9), steps: 1, preparations: 0)
        machine.sent("fast", deadline: Instant(nanoseconds: 5), steps: 1, preparations: 0)
        var seen: [String] = []
        machine.visitOverdue(at: Instant(nanoseconds: 4)) { seen.append($0) }
        #expect(seen.isEmpty)
        machine.visitOverdue(at: Instant(nanoseconds: 5)) {
            seen.append($0)
            $0 += "!"
        }
        #expect(seen == ["fast"])
        #expect(machine.takeAll() == ["slow", "fast!"])
    }

    @Test func `thousands of units come off in order whatever is added between`() {
        var machine = Machine()
        var expected = 0
        for number in 0..<5000 {
            sent(&machine, "\(number)")
            guard number % 3 != 0 else { continue }
            #expect(actions(&machine, [.result, .separator, .sync]) == [.keepRows, .answer])
            #expect(machine.takeFront() == "\(expected)")
            expected += 1
        }
        #expect(machine.takeAll() == (expected..<5000).map { "\($0)" })
    }
}
