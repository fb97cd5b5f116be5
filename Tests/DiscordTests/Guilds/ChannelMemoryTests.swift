import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// What is remembered of channels, for how long, and of how many.
@Suite struct ChannelMemoryTests {
    private static let start = Instant(nanoseconds: 1_000_000_000)

    private func channel(_ id: Int64) throws -> Channel {
        let document = JSONDocument()
        let text = Array(#"{"id":"\#(id)","guild_id":"7","type":0,"name":"c"}"#.utf8)
        return try text.withUnsafeBytes { bytes in
            try document.parse(bytes)
            return try #require(Channel(document.root))
        }
    }

    @Test func `whose a channel is holds, what it is like holds for a minute`() throws {
        var memory = ChannelMemory()
        memory.keep(try channel(4), readAt: Self.start)
        let soon = Self.start + .seconds(59)
        let late = Self.start + .seconds(60)
        #expect(memory.details(of: 4, now: soon)?.name == "c")
        #expect(memory.details(of: 4, now: late) == nil)
        #expect(memory.channel(4)?.guild == 7)
    }

    @Test func `what is used stays, what isn't goes, and there are never more than fit`() throws {
        var memory = ChannelMemory(capacity: 20)
        memory.keep(try channel(1), readAt: Self.start)
        for id in 2...100 {
            memory.keep(try channel(Int64(id)), readAt: Self.start)
            #expect(memory.channel(1) != nil)
            #expect(memory.count <= 20)
        }
        #expect(memory.channel(2) == nil)
    }
}
