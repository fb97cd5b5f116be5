import Glibc
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct KilledWorkerTests {
        @Test func `a worker killed under load loses no answered event and stores none twice`()
            throws
        {
            try World.with { world in
                try world.enable(guild: 1)
                try world.enable(guild: 2)
                let load = Load(world, clients: 24, guilds: [1, 2])
                try load.awaitAnswers(500)

                let before = world.cluster.workers
                let victim = before[1]
                let served = load.ports.filter {
                    owner(ofConnectionFrom: $0, to: world.cluster.port, among: before) == victim
                }
                kill(victim, SIGKILL)
                try eventually("the supervisor replaces it") {
                    let now = world.cluster.workers
                    return now.count == 3 && !now.contains(victim)
                }
                try world.cluster.awaitReadiness()
                try load.awaitAnswers(500)
                let ledger = Ledger(events: try load.finish(), stored: try world.storedMessages())

                ledger.expectExactness()
                #expect(!served.isEmpty)
                #expect(
                    Set(ledger.unanswered.map(\.port)).isSubset(of: served),
                    "the other workers' clients don't notice")
                #expect(Set(ledger.statuses.keys) == [200])
                #expect(world.cluster.workers.filter(before.contains).count == 2)
            }
        }

        @Test func `an event sent again after its worker was killed is stored once`() throws {
            try World.with { world in
                try world.enable(guild: 1)
                let load = Load(world, clients: 12, guilds: [1])
                try load.awaitAnswers(200)
                kill(world.cluster.workers[0], SIGKILL)
                try load.awaitAnswers(200)
                let events = try load.finish()
                for event in events.filter({ !$0.fate.isStored }) {
                    let again = try world.send(
                        "POST", World.messagesSent, World.message(event.id, guild: 1))
                    #expect(again.status == 200)
                }
                let stored = try world.storedMessages()
                #expect(stored.count == events.count)
                #expect(stored.values.allSatisfy { $0 == 1 })
            }
        }

        @Test func `batches sent again after their worker was killed are stored once`() throws {
            try World.with { world in
                try world.enable(guild: 1)
                let sent = Locked(0)
                let threads = (0..<6).map { number in
                    BlockingThread {
                        Self.sendBatches(20, number, world) { sent.change { $0 += 1 } }
                    }
                }
                for victim in world.cluster.workers.prefix(2) {
                    let goal = sent.value + 20
                    try eventually("20 more batches are answered") { sent.value >= goal }
                    kill(victim, SIGKILL)
                }
                for thread in threads { try thread.join().get() }
                let stored = try world.storedMessages()
                #expect(stored.count == 6 * 20 * 100)
                #expect(stored.values.allSatisfy { $0 == 1 })
            }
        }

        /// Sends batches of 100 messages, each until it's answered.
        private static func sendBatches(
            _ count: Int, _ client: Int, _ world: World, _ answered: () -> Void
        ) -> Result<Void, any Error> {
            Result {
                for batch in 0..<count {
                    let events = (0..<100).map { place in
                        let id = (client * count + batch) * 100 + place + 1
                        return #"{"stat":"messages/sent","#
                            + World.message(id, guild: 1).dropFirst()
                    }
                    let body = #"{"events":[\#(events.joined(separator: ","))]}"#
                    try eventually("the batch is answered") {
                        (try? world.send("POST", "stats/batch", body))?.status == 200
                    }
                    answered()
                }
            }
        }

        @Test func `a worker whose loop is stuck is killed and replaced`() throws {
            try World.with(workers: 2) { world in
                let victim = world.cluster.workers[0]
                kill(victim, SIGSTOP)
                try eventually("it is replaced") {
                    !world.cluster.workers.contains(victim)
                }
                try world.cluster.awaitReadiness()
            }
        }

        @Test func `when the supervisor is killed its workers end too`() throws {
            try World.with(workers: 2) { world in
                let workers = world.cluster.workers
                world.cluster.signal(SIGKILL)
                try eventually("the workers end") {
                    workers.allSatisfy { !commandLine(of: $0).hasPrefix("kennel worker") }
                }
            }
        }
    }
}
