import Essentials
import EventLoop
import Testing

@testable import Accounts

@Suite struct StrangerLimitTests {
    private let start = Instant(nanoseconds: 1_000_000_000_000)
    private let ann = ClientAddress("192.0.2.1") ?? .unknown
    private let bob = ClientAddress("192.0.2.2") ?? .unknown

    /// How many look-ups in a row are granted, each of which ends refused.
    private func refusedLookups(
        _ limit: inout StrangerLimit, _ client: ClientAddress, now: Instant
    ) -> Int {
        var count = 0
        while count < 1_000, limit.begin(client, now: now) == .granted(for: client) {
            limit.end(client, isRefused: true, now: now)
            count += 1
        }
        return count
    }

    @Test func `an address may bring 50 tokens that Discord refuses, and one a second`() {
        var limit = StrangerLimit()
        #expect(refusedLookups(&limit, ann, now: start) == 50)
        #expect(limit.begin(ann, now: start) == .refused)
        #expect(refusedLookups(&limit, bob, now: start) == 50)
        #expect(refusedLookups(&limit, ann, now: start + .milliseconds(3_500)) == 3)
        #expect(refusedLookups(&limit, ann, now: start + .seconds(4)) == 1)
        #expect(refusedLookups(&limit, ann, now: start + .seconds(4_000)) == 50)
    }

    @Test func `good tokens cost nothing, 20 at a time`() {
        var limit = StrangerLimit()
        for _ in 0..<500 {
            #expect(limit.begin(ann, now: start) == .granted(for: ann))
            limit.end(ann, isRefused: false, now: start)
        }
        for _ in 0..<20 { #expect(limit.begin(ann, now: start) == .granted(for: ann)) }
        #expect(limit.begin(ann, now: start) == .wait)
        limit.end(ann, isRefused: false, now: start)
        #expect(limit.begin(ann, now: start) == .granted(for: ann))
    }

    @Test func `no more are on their way than could be paid for`() {
        var limit = StrangerLimit()
        #expect(refusedLookups(&limit, ann, now: start) == 50)
        let later = start + .seconds(2)
        #expect(limit.begin(ann, now: later) == .granted(for: ann))
        #expect(limit.begin(ann, now: later) == .granted(for: ann))
        #expect(limit.begin(ann, now: later) == .wait)
        limit.end(ann, isRefused: true, now: later)
        #expect(limit.begin(ann, now: later) == .wait)
        limit.end(ann, isRefused: true, now: later)
        #expect(limit.begin(ann, now: later) == .refused)
    }

    @Test func `of any number of addresses no more than so many are remembered`() {
        var limit = StrangerLimit(capacity: 100)
        for number in 0..<10_000 {
            let client = ClientAddress("10.0.\(number / 256).\(number % 256)") ?? .unknown
            guard case .granted(let address) = limit.begin(client, now: start) else { continue }
            limit.end(address, isRefused: true, now: start)
        }
        #expect(limit.count <= 101)
        #expect(limit.begin(ann, now: start) == .refused)
        #expect(limit.begin(ann, now: start + .seconds(60)) == .granted(for: ann))
    }
}
