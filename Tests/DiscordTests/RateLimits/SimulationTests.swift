import EventLoop
import TestSupport
import Testing

@testable import Discord

@Suite struct SimulationTests {
    private static let rules: [String: DiscordModel.Rule] = [
        "GET /guilds/{guild}": .init(bucket: "guild", limit: 10, window: .seconds(10)),
        "GET /channels/{channel}/messages": .init(
            bucket: "messages", limit: 5, window: .seconds(5)),
        "POST /channels/{channel}/messages": .init(bucket: "post", limit: 5, window: .seconds(2)),
        "PUT reaction": .init(bucket: "reaction", limit: 1, window: .milliseconds(250)),
        "DELETE reaction": .init(bucket: "reaction", limit: 1, window: .milliseconds(250)),
    ]

    /// A worker that has seen each route once, and then gets calls of few resources, in bursts.
    private func busy(
        seed: UInt64, lostAnswers: Int = 0, calls: Int = 600
    ) -> LimitsSimulation {
        var simulation = LimitsSimulation(
            workers: 1, rate: nil, rules: Self.rules, delays: .init(), seed: seed)
        var random = SeededGenerator(seed: seed)
        for (index, route) in Self.rules.keys.sorted().enumerated() {
            simulation.add(route, "warm", after: .seconds(index))
        }
        simulation.add("GET /open", "warm", after: .seconds(1))
        simulation.run(for: .seconds(20))
        simulation.delays.lostAnswers = lostAnswers
        let routes = Self.rules.keys.sorted() + ["GET /open"]
        for _ in 0..<calls {
            let burst = Int.random(in: 0..<20, using: &random)
            simulation.add(
                routes.randomElement(using: &random) ?? "",
                "\(Int.random(in: 1...4, using: &random))",
                Bool.random(using: &random) ? .interactive : .background,
                after: .milliseconds(burst * 1000))
        }
        simulation.run(for: .seconds(3600))
        return simulation
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `where Discord's rules are the headers' there is never a 429, and every call goes`(
        seed: UInt64
    ) {
        let simulation = busy(seed: seed)
        #expect(simulation.model.refusals == 0)
        #expect(simulation.failures == [:])
        #expect(simulation.admitted.count == 606)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `nor where answers get lost`(seed: UInt64) {
        let simulation = busy(seed: seed, lostAnswers: 5)
        #expect(simulation.model.refusals == 0)
        #expect(simulation.admitted.count == 606)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `calls of one route, resource and urgency go in the order in which they came`(
        seed: UInt64
    ) {
        let simulation = busy(seed: seed)
        var last: [String: UInt64] = [:]
        for number in simulation.admitted {
            guard let call = simulation.calls[number] else { continue }
            let key = "\(call.lane.route) \(call.lane.major) \(call.urgency)"
            #expect(last[key, default: 0] < number)
            last[key] = number
        }
    }

    @Test func `a bucket is used nearly as fast as it allows`() {
        var simulation = LimitsSimulation(
            workers: 1, rate: nil, rules: Self.rules, delays: .init(), seed: 7)
        for _ in 1...100 { simulation.add("GET /channels/{channel}/messages", "1") }
        let start = simulation.now
        simulation.run(for: .seconds(3600))
        // Twenty windows of five seconds, and the way there and back for each.
        #expect(simulation.now - start <= .seconds(20 * 5 + 20))
        #expect(simulation.model.refusals == 0)
    }

    @Test func `a limit that two workers share costs few 429s, and every call goes`() {
        var simulation = LimitsSimulation(
            workers: 2, rate: nil, rules: Self.rules, delays: .init(), seed: 8)
        for number in 0..<200 {
            simulation.add("POST /channels/{channel}/messages", "1", worker: number % 2)
        }
        simulation.run(for: .seconds(3600))
        #expect(simulation.failures == [:])
        #expect(simulation.admitted.count == 200 + simulation.model.refusals)
        // Forty windows at least, and in most of them both take the last call.
        #expect(simulation.model.refusals < 70)
    }

    // MARK: The cluster's budget

    /// Runs on some workers, each with so many calls at once, every one of another guild; and so many requests.
    private func cluster(
        workers: Int, atOnce: Int, requests: Int, seed: UInt64
    ) -> LimitsSimulation {
        var delays = LimitsSimulation.Delays()
        delays.toDiscord = 40...60
        var simulation = LimitsSimulation(
            workers: workers, rate: 47, rules: Self.rules, delays: delays, seed: seed)
        simulation.followers = { call in
            guard call.urgency == .background else { return [] }
            let major = String((Int(call.lane.major) ?? 0) + 1)
            return [
                LimitsSimulation.Call(
                    worker: call.worker, lane: LaneKey(route: call.lane.route, major: major),
                    urgency: .background, arrivedAt: call.arrivedAt)
            ]
        }
        for worker in 0..<workers {
            for index in 0..<atOnce {
                simulation.add(
                    "GET /guilds/{guild}", "\((worker * 1000 + index) * 1_000_000)", .background,
                    worker: worker)
            }
        }
        for index in 0..<requests {
            simulation.add(
                "POST /channels/{channel}/messages", "\(index)", worker: index % workers,
                after: .milliseconds(5_000 + index * 100))
        }
        simulation.run(for: .seconds(60))
        return simulation
    }

    @Test(arguments: [1, 2, 3, 8])
    func `runs use at least 45 calls a second, and never more than 50 come in any second`(
        workers: Int
    ) {
        let simulation = cluster(workers: workers, atOnce: 40, requests: 0, seed: 5)
        #expect(simulation.model.received.count >= 45 * 59)
        #expect(simulation.model.mostInASecond <= 50)
        #expect(simulation.model.refusals == 0)
    }

    @Test func `every worker of a run gets its share`() {
        let simulation = cluster(workers: 3, atOnce: 40, requests: 0, seed: 6)
        for worker in 0..<3 {
            let count = simulation.admitted.count { simulation.calls[$0]?.worker == worker }
            #expect(count > simulation.admitted.count / 6)
        }
    }

    @Test func `a request during runs waits less than a second for its turn`() {
        let simulation = cluster(workers: 3, atOnce: 40, requests: 100, seed: 7)
        let waits = simulation.calls.values.filter { $0.urgency == .interactive }.map { call in
            call.admittedAt.map { $0 - call.arrivedAt } ?? .seconds(3600)
        }
        #expect(waits.count == 100)
        #expect(waits.allSatisfy { $0 < .seconds(1) })
        #expect(simulation.model.mostInASecond <= 50)
    }

    // MARK: Guilds on several workers

    /// Guild 1 floods some of three workers; single calls of other guilds come on the last, each after the other was admitted.
    /// - Returns: how many of the flood's calls went while each of them waited.
    private func flooded(_ workers: [Int], seed: UInt64) -> [Int] {
        var delays = LimitsSimulation.Delays()
        delays.toDiscord = 40...60
        var simulation = LimitsSimulation(
            workers: 3, rate: 47, rules: [:], delays: delays, seed: seed)
        for worker in workers {
            for index in 0..<400 {
                simulation.add(
                    "GET /flood", "\(worker)-\(index)", for: .guild("1"), worker: worker)
            }
        }
        for guild in 2...31 {
            simulation.add(
                "GET /single", "\(guild)", worker: 2,
                after: .milliseconds(500 + 600 * (guild - 2)))
        }
        simulation.run(for: .seconds(60))
        #expect(simulation.model.mostInASecond <= 50)
        #expect(simulation.model.received.count >= 400 * workers.count + 30)
        let flood = simulation.calls.values.filter { $0.party == .guild("1") }
        let last = flood.compactMap(\.admittedAt).max() ?? simulation.now
        // No time is lost by it: 45 calls a second or more.
        let first = flood.map(\.arrivedAt).min() ?? simulation.now
        #expect(
            Double(simulation.admitted.count { (simulation.calls[$0]?.admittedAt ?? last) <= last })
                >= 45 * (last - first).inSeconds)
        return simulation.calls.values.filter { $0.party != .guild("1") }.map { call in
            guard let end = call.admittedAt else { return .max }
            return flood.count { other in
                other.admittedAt.map { $0 > call.arrivedAt && $0 <= end } ?? true
            }
        }
    }

    @Test(arguments: [[0], [0, 1], [0, 1, 2]], 1...4 as ClosedRange<UInt64>)
    func `a flood on some workers lets another worker's single calls pass`(
        workers: [Int], seed: UInt64
    ) {
        let passed = flooded(workers, seed: seed)
        #expect(passed.count == 30)
        // At 47 a second: less than half a second's worth.
        #expect(passed.allSatisfy { $0 <= 22 }, "\(passed.sorted())")
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `two workers with floods of their own get equal shares`(seed: UInt64) {
        var simulation = LimitsSimulation(
            workers: 2, rate: 47, rules: [:], delays: .init(), seed: seed)
        for index in 0..<800 {
            simulation.add(
                "GET /flood", "\(index)", for: .guild("\(1 + index % 2)"), worker: index % 2)
        }
        simulation.run(for: .seconds(10))
        let first = simulation.admitted.count { simulation.calls[$0]?.worker == 0 }
        #expect(simulation.admitted.count >= 450)
        #expect(first * 5 >= simulation.admitted.count * 2)
        #expect(first * 5 <= simulation.admitted.count * 3)
    }
}
