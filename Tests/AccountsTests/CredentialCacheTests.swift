import API
import Essentials
import EventLoop
import Testing

@testable import Accounts

@Suite struct CredentialCacheTests {
    private let start = Instant(nanoseconds: 1_000_000_000)
    private let credential = Credential.service(.hash("a"))
    private let holder = CredentialCache.Holder(caller: .service(token: 1), requestsPerSecond: nil)

    private func filled() -> CredentialCache {
        var cache = CredentialCache()
        let lookup = cache.beginLookup(isListening: true)
        cache.keep(holder, of: credential, from: lookup, now: start, isListening: true)
        return cache
    }

    @Test func `what was looked up counts for thirty seconds`() {
        let cache = filled()
        let last = start + .seconds(30) - .nanoseconds(1)
        #expect(cache.holder(of: credential, now: start, isListening: true) == holder)
        #expect(cache.holder(of: credential, now: last, isListening: true) == holder)
        #expect(cache.holder(of: credential, now: start + .seconds(30), isListening: true) == nil)
        let other = Credential.service(.hash("b"))
        #expect(cache.holder(of: other, now: start, isListening: true) == nil)
    }

    @Test func `a revocation makes everything be looked up again`() {
        var cache = filled()
        cache.forgetAll()
        #expect(cache.holder(of: credential, now: start, isListening: true) == nil)
        #expect(cache.count == 0)
    }

    @Test func `a look-up that began before a revocation isn't kept`() {
        var cache = CredentialCache()
        let early = cache.beginLookup(isListening: true)
        cache.forgetAll()
        let late = cache.beginLookup(isListening: true)
        cache.keep(holder, of: credential, from: early, now: start, isListening: true)
        #expect(cache.count == 0)
        cache.keep(holder, of: credential, from: late, now: start, isListening: true)
        #expect(cache.count == 1)
    }

    @Test(arguments: [(false, true), (true, false), (false, false)])
    func `nothing is kept unless revocations were heard of all the while`(
        before: Bool, after: Bool
    ) {
        var cache = CredentialCache()
        let lookup = cache.beginLookup(isListening: before)
        cache.keep(holder, of: credential, from: lookup, now: start, isListening: after)
        #expect(cache.count == 0)
    }

    @Test func `what is remembered doesn't count while revocations may go unheard`() {
        let cache = filled()
        #expect(cache.holder(of: credential, now: start, isListening: false) == nil)
    }

    @Test func `memory is bounded, and what has expired goes first`() {
        var cache = CredentialCache(capacity: 10)
        for number in 0..<100 {
            let now = start + .seconds(number * 10)
            let lookup = cache.beginLookup(isListening: true)
            let credential = Credential.service(.hash("\(number)"))
            cache.keep(holder, of: credential, from: lookup, now: now, isListening: true)
            #expect(cache.count <= 10)
            #expect(cache.holder(of: credential, now: now, isListening: true) == holder)
        }
    }
}
