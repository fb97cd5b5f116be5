import Discord
import Essentials
import TestSupport
import Testing

@testable import Serverstats

@Suite struct StarboardMachineTests {
    private static let channel = id(5)
    private static let post = id(6)

    private static func id(_ number: Int64) -> Snowflake {
        guard let id = Snowflake(rawValue: number) else { preconditionFailure("no id") }
        return id
    }

    private func entry(_ change: (inout StarboardEntry) -> Void = { _ in }) -> StarboardEntry {
        var entry = StarboardEntry(originalChannel: Self.id(4))
        change(&entry)
        return entry
    }

    private func posting(first: Int, last: Int) -> StarboardEntry {
        entry {
            $0.state = .posting
            $0.channel = Self.channel
            $0.firstSent = .seconds(first)
            $0.lastSent = .seconds(last)
        }
    }

    private func posted(stars: Int?, _ state: StarboardEntry.State = .settled) -> StarboardEntry {
        entry {
            $0.channel = Self.channel
            $0.post = Self.post
            $0.stars = stars
            $0.state = state
        }
    }

    private func step(
        _ entry: StarboardEntry, _ stars: Int, hasSearched: Bool = false
    ) -> StarboardMachine.Step? {
        StarboardMachine.step(entry, stars: stars, needed: 3, hasSearched: hasSearched)
    }

    @Test func `a post is sent at the number of stars, not below`() {
        #expect(step(entry(), 2) == nil)
        #expect(step(entry(), 3) == .send(isNew: true))
        #expect(step(entry(), 4) == .send(isNew: true))
    }

    @Test func `a post is edited only where it shows another number, or nobody knows which`() {
        #expect(step(posted(stars: 4), 4) == nil)
        #expect(step(posted(stars: 4), 5) == .edit(Self.post))
        #expect(step(posted(stars: nil), 4) == .edit(Self.post))
        #expect(step(posted(stars: nil, .editing), 4) == .edit(Self.post))
        #expect(step(posted(stars: 3), 2) == .remove(Self.post))
        #expect(step(posted(stars: nil, .editing), 0) == .remove(Self.post))
    }

    @Test func `a removal that was begun is ended, whatever there are of stars`() {
        #expect(step(posted(stars: nil, .removing), 9) == .remove(Self.post))
        #expect(step(posted(stars: nil, .removing), 0) == .remove(Self.post))
    }

    @Test func `a post that may have been sent is sent with its nonce while that is remembered`() {
        #expect(step(posting(first: 1, last: 1), 3) == .send(isNew: false))
        #expect(step(posting(first: 60, last: 50), 3) == .send(isNew: false))
        #expect(step(posting(first: 61, last: 1), 3) == .search)
        #expect(step(posting(first: 61, last: 1), 3, hasSearched: true) == .send(isNew: false))
    }

    @Test func `one that isn't wanted any more is looked for, and given up when it can't come`() {
        #expect(step(posting(first: 1, last: 1), 2) == .search)
        #expect(step(posting(first: 1, last: 1), 2, hasSearched: true) == nil)
        #expect(step(posting(first: 45, last: 45), 2, hasSearched: true) == nil)
        #expect(step(posting(first: 46, last: 46), 2, hasSearched: true) == .conclude)
    }

    @Test func `every step leads to an end`() {
        for stars in 0...4 {
            for start in [entry(), posted(stars: 3), posted(stars: nil, .removing)] {
                var entry = start
                var steps = 0
                while true {
                    guard let step = step(entry, stars) else { break }
                    steps += 1
                    switch step {
                    case .remove, .conclude: entry.forgetPost()
                    case .send: entry = posted(stars: stars)
                    case .edit: entry.stars = stars
                    case .search: break
                    }
                    guard steps < 4 else { break }
                }
                #expect(steps < 3)
            }
        }
    }

    @Test func `a post is given up where it or its channel is gone`() {
        let gone = DiscordError.refused(status: 404, code: 10_008, message: "")
        let forbidden = DiscordError.refused(status: 403, code: 50_001, message: "")
        func givesUp(
            _ error: DiscordError, at step: StarboardMachine.Step = .edit(Self.post),
            starboard: Snowflake = Self.channel
        ) -> Bool {
            StarboardMachine.givesUp(posted(stars: 3), at: step, after: error, starboard: starboard)
        }
        #expect(givesUp(gone))
        #expect(!givesUp(forbidden))
        #expect(givesUp(forbidden, starboard: Self.id(99)))
        #expect(!givesUp(.waitedTooLong, starboard: Self.id(99)))
        #expect(!givesUp(gone, at: .send(isNew: true)))
    }

    @Test func `a post of a lost claim is deleted unless somebody counts on it`() {
        func isOrphan(_ entry: (attempt: Int64?, post: Snowflake?)?) -> Bool {
            StarboardMachine.isOrphan(Self.post, attempt: 7, now: entry)
        }
        #expect(isOrphan(nil))
        #expect(isOrphan((nil, nil)))
        #expect(isOrphan((8, nil)))
        #expect(!isOrphan((7, nil)))
        #expect(!isOrphan((7, Self.post)))
        #expect(isOrphan((7, Self.id(99))))
    }
}
