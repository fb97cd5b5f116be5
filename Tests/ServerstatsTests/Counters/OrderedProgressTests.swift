import Testing

@testable import Serverstats

@Suite struct OrderedProgressTests {
    @Test func `only what has no unfinished guild before it counts`() {
        var progress = OrderedProgress(position: 10)
        for guild in [11, 12, 13] as [Int64] { progress.begin(guild) }
        progress.end(12, isOK: true)
        progress.end(13, isOK: false)
        #expect(progress.isEmpty)
        #expect(progress.step == .init(position: 10))
        progress.end(11, isOK: true)
        #expect(progress.take() == .init(position: 13, done: 2, failed: 1))
        #expect(progress.isEmpty)
        #expect(progress.take() == .init(position: 13))
    }

    @Test func `in whatever order guilds end, each counts once and nothing unfinished is passed`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var progress = OrderedProgress(position: 0)
            let guilds = Array(1...20 as ClosedRange<Int64>)
            for guild in guilds { progress.begin(guild) }
            var ended: Set<Int64> = []
            var total = 0
            for guild in guilds.shuffled(using: &random) {
                progress.end(guild, isOK: guild % 3 != 0)
                ended.insert(guild)
                let step = progress.take()
                total += step.done + step.failed
                let first = guilds.first { !ended.contains($0) } ?? 21
                #expect(step.position == first - 1 && total == Int(first) - 1)
            }
            #expect(total == 20)
        }
    }
}
