import Essentials
import EventLoop
import Testing

@testable import Accounts

@Suite struct OAuthMemoryTests {
    private let start = Instant(nanoseconds: 1_000_000_000_000)

    private func user(_ id: Int64, guilds: ClosedRange<Int64>? = nil) throws -> OAuthMemory.Finding
    {
        let ids = guilds.map { $0.compactMap(Snowflake.init(rawValue:)) } ?? []
        return .user(try #require(Snowflake(rawValue: id)), administers: Set(ids))
    }

    private func token(_ number: Int) -> SHA256Digest { .hash("token \(number)") }

    @Test func `what Discord said counts for 60 s after it was asked`() throws {
        var memory = OAuthMemory()
        let finding = try user(7, guilds: 1...2)
        memory.keep(finding, of: token(1), asked: start, now: start + .seconds(4))
        #expect(memory.finding(of: token(1), now: start + .milliseconds(59_999)) == finding)
        #expect(memory.finding(of: token(1), now: start + .seconds(60)) == nil)
        #expect(memory.finding(of: token(2), now: start) == nil)
    }

    @Test func `a refusal is remembered, and the last answer counts`() throws {
        var memory = OAuthMemory()
        memory.keep(.refused, of: token(1), asked: start, now: start)
        #expect(memory.finding(of: token(1), now: start) == .refused)
        #expect(memory.finding(of: token(1), now: start)?.caller == nil)
        memory.keep(try user(7), of: token(1), asked: start, now: start)
        #expect(memory.finding(of: token(1), now: start)?.caller == (try user(7).caller))
        #expect(memory.count == 1)
    }

    @Test func `however many tokens and guilds come, what is held stays bounded`() throws {
        var memory = OAuthMemory(capacity: 1_000)
        for number in 0..<5_000 {
            let now = start + .milliseconds(number)
            memory.keep(
                try user(7, guilds: 1...8),
                of: token(number), asked: now, now: now)
            #expect(memory.count <= 100)
            #expect(memory.finding(of: token(number), now: now) != nil)
        }
    }

    @Test func `what has run out makes room first`() {
        var memory = OAuthMemory(capacity: 10)
        for number in 0..<5 { memory.keep(.refused, of: token(number), asked: start, now: start) }
        let later = start + .seconds(50)
        for number in 5..<10 { memory.keep(.refused, of: token(number), asked: later, now: later) }
        let end = start + .seconds(61)
        memory.keep(.refused, of: token(10), asked: end, now: end)
        #expect(memory.count == 6)
        #expect(memory.finding(of: token(5), now: end) == .refused)
        #expect(memory.finding(of: token(4), now: end) == nil)
    }
}
