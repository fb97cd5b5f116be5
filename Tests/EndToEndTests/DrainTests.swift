import Glibc
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct DrainTests {
        @Test func `SIGTERM under load leaves no request on an accepted connection unanswered`()
            throws
        {
            try World.with { world in
                try world.enable(guild: 1)
                let load = Load(world, clients: 16, guilds: [1])
                try load.awaitAnswers(300)
                // As behind a load balancer: who is told to close goes elsewhere.
                load.stopReconnecting()
                world.cluster.signal(SIGTERM)
                try world.cluster.awaitEnd()
                let ledger = Ledger(events: try load.finish(), stored: try world.storedMessages())
                ledger.expectExactness()
                #expect(ledger.unanswered.isEmpty)
                #expect(Set(ledger.statuses.keys) == [200])
                #expect(load.refusals == 0)
            }
        }

        @Test func `while it drains it is not ready, takes connections, and asks to close them`()
            throws
        {
            try World.with(settings: ["KENNEL_DRAIN_DELAY=3"]) { world in
                let idle = try world.cluster.connect()
                _ = try idle.send("GET", "/livez")
                world.cluster.signal(SIGTERM)
                try eventually("readyz says so") {
                    world.cluster.status(world.cluster.port, "/readyz") == 503
                }
                let late = try world.cluster.connect()
                #expect(try late.send("GET", "/livez").closes)
                let answer = try idle.send("GET", "/livez")
                #expect(answer.status == 200)
                #expect(answer.closes)
                #expect(try world.cluster.awaitEnd() == 0)
            }
        }

        @Test func `SIGHUP under load replaces every worker and no client notices`() throws {
            try World.with { world in
                try world.enable(guild: 1)
                let load = Load(world, clients: 16, guilds: [1])
                try load.awaitAnswers(200)
                let before = world.cluster.workers
                world.cluster.signal(SIGHUP)
                try eventually("all are replaced") {
                    let now = world.cluster.workers
                    return now.count == 3 && Set(now).isDisjoint(with: before)
                }
                try world.cluster.awaitReadiness()
                try load.awaitAnswers(200)
                let ledger = Ledger(events: try load.finish(), stored: try world.storedMessages())
                ledger.expectExactness()
                #expect(ledger.unanswered.isEmpty)
                #expect(load.refusals == 0)
                #expect(Set(ledger.statuses.keys) == [200])
            }
        }

        @Test func `SIGHUP with a migration that isn't applied leaves the ready workers alone`()
            throws
        {
            let folder = try temporaryFolder()
            defer { _ = try? Subprocess.run(["rm", "-rf", folder]) }
            _ = try Subprocess.run(["cp", "-r", Cluster.migrations, folder])
            try World.with(settings: ["KENNEL_MIGRATIONS=\(folder)/migrations"]) { world in
                let before = world.cluster.workers
                _ = try Subprocess.run([
                    "/bin/sh", "-c", "echo 'SELECT 1;' > \(folder)/migrations/9999_add_more.sql",
                ])
                world.cluster.signal(SIGHUP)
                try eventually("it's given up, and why") {
                    world.cluster.log.contains("is a migration missing?")
                }
                #expect(world.cluster.status(world.cluster.port, "/readyz") == 200)
                try eventually("the old ones are left") { world.cluster.workers == before }
                try world.cluster.run("migrate")
                world.cluster.signal(SIGHUP)
                try eventually("all are replaced") {
                    let now = world.cluster.workers
                    return now.count == before.count && Set(now).isDisjoint(with: before)
                }
            }
        }

        @Test func `SIGINT stops everything at once`() throws {
            try World.with(settings: ["KENNEL_DRAIN_DELAY=20"]) { world in
                let idle = try world.cluster.connect()
                _ = try idle.send("GET", "/livez")
                let begin = monotonicSeconds()
                world.cluster.signal(SIGINT)
                try world.cluster.awaitEnd()
                #expect(monotonicSeconds() - begin < 5)
                #expect(idle.isClosedByServer())
            }
        }
    }
}
