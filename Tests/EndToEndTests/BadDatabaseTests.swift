import Glibc
import TestSupport
import Testing

/// What a request may take when the database is silent: the deadline of 5 s, and this machine's slowness.
private let patience = 6.0

extension EndToEnd {
    @Suite struct BadDatabaseTests {
        @Test func `without the direct connection no worker is ready, and readyz says why`() throws
        {
            let database = try DatabaseServer()
            let other = try Cluster(database: database.environment)
            defer { other.destroy() }
            try other.run("migrate")
            let cluster = try Cluster(
                database: database.environment + [
                    "KENNEL_DIRECT_DATABASE_URL=postgresql://127.0.0.1:1/none"
                ], workers: 1)
            defer { cluster.destroy() }
            try cluster.launch()
            try eventually("it says why") {
                guard let client = try? cluster.connect() else { return false }
                let answer = try client.send("GET", "/readyz")
                return answer.status == 503 && answer.text.contains("KENNEL_DIRECT_DATABASE_URL")
            }
            #expect(cluster.log.contains("Not ready: The direct connection to the database"))
        }

        @Test func `a database restarted under load costs some 803s and no event`() throws {
            try World.with { world in
                try world.enable(guild: 1)
                let load = Load(world, clients: 16, guilds: [1])
                try load.awaitAnswers(300)
                try world.database.server.stop()
                try load.awaitAnswers(50)
                try world.database.server.start()
                try world.cluster.awaitReadiness()
                try load.awaitAnswers(300)
                let ledger = Ledger(events: try load.finish(), stored: try world.storedMessages())
                ledger.expectExactness()
                ledger.expectOnlyDatabaseErrors()
                #expect(ledger.slowest < patience)
            }
        }

        @Test func `without a database it starts, says so, and recovers without a restart`() throws
        {
            try World.with(workers: 2) { world in
                try world.enable(guild: 1)
                world.cluster.signal(SIGINT)
                try world.cluster.awaitEnd()
                try world.database.server.stop()

                try world.cluster.launch()
                try eventually("it lives") {
                    world.cluster.status(world.cluster.port, "/livez") == 200
                }
                try expectDatabaseErrors(world)

                try world.database.server.start()
                try world.cluster.awaitReadiness()
                #expect(try world.send("GET", "settings?guild_id=1").status == 200)
            }
        }

        @Test func `a database lost later gives 802 and 803, and recovers without a restart`()
            throws
        {
            try World.with { world in
                try world.enable(guild: 1)
                let workers = world.cluster.workers
                try world.database.server.stop()
                try expectDatabaseErrors(world)
                try world.database.server.start()
                try world.cluster.awaitReadiness()
                #expect(try world.send("GET", "settings?guild_id=1").status == 200)
                #expect(world.cluster.workers == workers)
            }
        }

        @Test func `a frozen database gives 802 and 803 within five seconds`() throws {
            try World.with { world in
                try world.enable(guild: 1)
                let load = Load(world, clients: 8, guilds: [1])
                try load.awaitAnswers(200)
                try world.database.server.freeze()
                try expectDatabaseErrors(world)
                try world.database.server.thaw()
                try world.cluster.awaitReadiness()
                try load.awaitAnswers(200)
                let ledger = Ledger(events: try load.finish(), stored: try world.storedMessages())
                ledger.expectExactness()
                ledger.expectOnlyDatabaseErrors()
                #expect(ledger.slowest < patience)
            }
        }

        @Test(.enabled(if: Namespace.isPossible, "making a network namespace takes root"))
        func `a network that drops packets gives 802 and 803 within five seconds`() throws {
            let network = try Namespace()
            defer { network.destroy() }
            try World.with(in: network) { world in
                try world.enable(guild: 1)
                let load = Load(world, clients: 8, guilds: [1])
                try load.awaitAnswers(200)
                try network.silence()
                try expectDatabaseErrors(world)
                try network.speak()
                try world.cluster.awaitReadiness(seconds: 60)
                try load.awaitAnswers(200)
                let ledger = Ledger(events: try load.finish(), stored: try world.storedMessages())
                ledger.expectExactness()
                ledger.expectOnlyDatabaseErrors()
                #expect(ledger.slowest < patience)
            }
        }

        /// Reads get 802 and writes 803, each with Retry-After and in time; nothing is ready, everything lives.
        private func expectDatabaseErrors(_ world: World) throws {
            try eventually("it is not ready") {
                world.cluster.status(world.cluster.port, "/readyz") == 503
            }
            try eventually("none of the workers is") {
                world.cluster.status(world.cluster.adminPort, "/readyz") == 503
            }
            #expect(world.cluster.status(world.cluster.port, "/livez") == 200)
            try expect(802, from: ("GET", "settings?guild_id=1", nil), world)
            try expect(803, from: ("POST", "enable", #"{"guild_id":2}"#), world)
            try expect(803, from: ("POST", World.messagesSent, World.message(1, guild: 1)), world)
        }

        private func expect(
            _ code: Int, from request: (method: String, path: String, body: String?), _ world: World
        ) throws {
            let begin = monotonicSeconds()
            let answer = try world.send(request.method, request.path, request.body)
            #expect(monotonicSeconds() - begin < patience)
            #expect(answer.status == 503)
            #expect(answer.errorCode == code, "\(answer.text)")
            #expect(answer.header("retry-after") != nil)
        }
    }
}
