import Testing

@testable import Postgres

@Suite struct LockTurnsTests {
    @Test func `one at a time has a key, in the order they came`() {
        var turns = LockQueue<String>(limit: 10)
        let first = turns.arrive("a")
        let second = turns.arrive("a")
        let third = turns.arrive("a")
        #expect(turns.running == [first])
        let afterFirst = turns.leave("a", first)
        #expect(afterFirst == [second])
        let afterSecond = turns.leave("a", second)
        #expect(afterSecond == [third])
        let afterThird = turns.leave("a", third)
        #expect(afterThird.isEmpty)
        #expect(turns.isEmpty)
    }

    @Test func `different keys don't wait for each other`() {
        var turns = LockQueue<String>(limit: 10)
        let first = turns.arrive("a")
        let second = turns.arrive("b")
        #expect(turns.running == [first, second])
        #expect(turns.isFree("c"))
        #expect(!turns.isFree("a"))
    }

    @Test func `no more run at once than the limit says, whatever their keys`() {
        var turns = LockQueue<Int>(limit: 2)
        let tickets = (0..<5).map { turns.arrive($0) }
        #expect(turns.running == [tickets[0], tickets[1]])
        #expect(!turns.isFree(99))
        let admitted = turns.leave(1, tickets[1])
        #expect(admitted == [tickets[2]])
        #expect(turns.waitingCount == 2)
    }

    @Test func `who gives up waiting lets the next pass`() {
        var turns = LockQueue<String>(limit: 1)
        let runner = turns.arrive("a")
        let impatient = turns.arrive("b")
        let patient = turns.arrive("b")
        let behind = turns.arrive("a")
        #expect(turns.leave("b", impatient).isEmpty)
        let next = turns.leave("a", runner)
        #expect(next.count == 1)
        let last = turns.leave(next == [patient] ? "b" : "a", next[0])
        #expect(Set(next + last) == [patient, behind])
    }

    /// Random comings and goings against the rules themselves.
    @Test
    func `whatever happens, a key has one runner, the limit holds, and nobody is left behind`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var turns = LockQueue<Int>(limit: 3)
            var present: [(key: Int, ticket: Int)] = []
            for _ in 0..<60 {
                if present.isEmpty || Bool.random(using: &random) {
                    let key = Int.random(in: 0..<5, using: &random)
                    present.append((key, turns.arrive(key)))
                } else {
                    let index = Int.random(in: 0..<present.count, using: &random)
                    let (key, ticket) = present.remove(at: index)
                    _ = turns.leave(key, ticket)
                }
                let running = present.filter { turns.isRunning($0.ticket) }
                let firsts = Set(present.map(\.key)).count
                #expect(Set(running.map(\.key)).count == running.count)
                #expect(running.count == min(3, firsts))
            }
        }
    }
}
