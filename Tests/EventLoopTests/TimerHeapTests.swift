import EventLoop
import Testing

@Suite struct TimerHeapTests {
    private var heap = TimerHeap<Int>()

    private func instant(_ milliseconds: Int64) -> Instant {
        Instant(nanoseconds: milliseconds * 1_000_000)
    }

    @Test mutating func `timers fire in the order of their times, whatever order they were set in`()
    {
        let times: [Int64] = [50, 10, 40, 20, 30, 5, 60]
        for time in times { _ = heap.insert(Int(time), at: instant(time)) }
        var fired: [Int] = []
        while let value = heap.popDue(at: instant(100)) { fired.append(value) }
        #expect(fired == [5, 10, 20, 30, 40, 50, 60])
    }

    @Test mutating func `timers of the same time fire in the order they were set`() {
        for value in 0..<20 { _ = heap.insert(value, at: instant(7)) }
        var fired: [Int] = []
        while let value = heap.popDue(at: instant(7)) { fired.append(value) }
        #expect(fired == Array(0..<20))
    }

    @Test mutating func `nothing fires before its time`() {
        _ = heap.insert(1, at: instant(10))
        #expect(heap.popDue(at: instant(9)) == nil)
        #expect(heap.next == instant(10))
        #expect(heap.popDue(at: instant(10)) == 1)
        #expect(heap.next == nil)
    }

    @Test mutating func `a cancelled timer never fires and leaves no trace`() {
        let first = heap.insert(1, at: instant(1))
        _ = heap.insert(2, at: instant(2))
        heap.cancel(first)
        #expect(heap.next == instant(2))
        #expect(heap.popDue(at: instant(5)) == 2)
        #expect(heap.popDue(at: instant(5)) == nil)
    }

    @Test mutating func `the order holds after most of many timers were cancelled`() {
        let ids = (0..<1000).map { heap.insert($0, at: instant(Int64(($0 * 7919) % 1000))) }
        for (value, id) in ids.enumerated() where value % 10 != 0 { heap.cancel(id) }
        #expect(heap.count == 100)
        var times: [Int] = []
        while let value = heap.popDue(at: instant(2000)) { times.append((value * 7919) % 1000) }
        #expect(times.count == 100)
        #expect(times == times.sorted())
    }
}
