import Glibc
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct CountersCommandTests {
        @Test func `kennel counters update starts a run that the workers do, and waits for it`()
            throws
        {
            try World.with(workers: 2) { world in
                let said = try world.cluster.run("counters", "update", "--wait")
                // Other jobs have runs too, so its number isn't 1.
                let run = try #require(
                    said.split(separator: "\n").first?.split(separator: " ").last)
                #expect(
                    said == "started run \(run)\nrun \(run) is over: 0 guilds done, 0 failed\n")
                let runs = try world.send("GET", "counters/update")
                #expect(runs.status == 200)
                #expect(runs.text.contains(#""run":\#(run),"state":"finished""#))
            }
        }

        @Test func `what cron calls works as it's shipped`() throws {
            try World.with(workers: 2) { world in
                let folder = try temporaryFolder()
                defer { _ = try? Subprocess.run(["rm", "-rf", folder]) }
                try writeFile("\(folder)/token", world.token + "\n")
                let said = try Subprocess.run(
                    [Cluster.tree + "/deploy/cron/update-counters"],
                    environment: [
                        "KENNEL_URL=http://127.0.0.1:\(world.cluster.port)",
                        "KENNEL_TOKEN_FILE=\(folder)/token", "no_proxy=*",
                    ])
                #expect(said.contains(#""success":true"#), "\(said)")
                #expect(
                    try world.database.query(
                        "SELECT count(*) FROM cluster_runs WHERE kind = 'counters_update'") == ["1"]
                )
            }
        }
    }
}
