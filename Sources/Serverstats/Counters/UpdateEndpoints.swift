import API
import Essentials
import EventLoop
import HTTP
import Jobs
import Postgres

/// Starting and watching runs of counters/update.
extension Serverstats {
    var updateEndpoints: [Endpoint] { [postUpdate, getUpdates] }

    private var postUpdate: Endpoint {
        Endpoint(
            .post, "\(Self.root)/counters/update",
            "Starts refreshing the counters of all guilds, or tells which run is under way.",
            group: Self.group, access: .service, input: .ownQuery, errors: [.internalServer],
            answer: .object(["message": .text, "run": .integer, "state": .text]),
            fields: .boolean("wait", "Whether to answer only when the run is over.").standard(false)
        ) { [runs] context, waits in
            let (run, isNew) = try await runs.request(deadline: context.deadline)
            guard waits else {
                return Self.answer(isNew ? Self.begun : Self.underWay, run, .running)
            }
            let isOver = try await runs.waitForEnd(
                of: run, deadline: Instant.now() + Self.longestWait)
            let state = isOver ? try await Self.state(of: run, runs) : .running
            return Self.answer(isOver ? Self.over : Self.underWay, run, state)
        }
    }

    /// Far longer than any run; whoever waits so long is told that it's still going on.
    private static let longestWait = Duration.seconds(3_600)
    private static let begun = "The counters are being updated."
    private static let underWay = "A run is under way."
    private static let over = "The run is over."

    private static func state(
        of run: Int64, _ runs: JobRuns
    ) async throws(DatabaseError) -> JobRun.State {
        let latest = try await runs.latest(shownRuns, deadline: Instant.now() + .seconds(5))
        return latest.first { $0.id == run }?.state ?? .finished
    }

    private static func answer(_ message: String, _ run: Int64, _ state: JobRun.State) -> Answer {
        .data { writer in
            writer.beginObject()
            writer.field("message", message)
            writer.field("run", run)
            writer.field("state", state.rawValue)
            writer.endObject()
        }
    }

    private static let shownRuns = 10
    private static let shownGuilds: Int64 = 100

    private var getUpdates: Endpoint {
        let run = Shape.named(
            "CountersRun",
            [
                "run": .integer, "state": .text, "done": .integer, "failed": .integer,
                "left": .integer, "started_at": .timestamp, "finished_at": .nullable(.timestamp),
            ])
        return Endpoint(
            .get, "\(Self.root)/counters/update",
            "Shows the last runs of the counters' update, newest first, how far they are, and which guilds Discord refuses.",
            group: Self.group, access: .service, errors: [.settings, .internalServer],
            answer: .object(["runs": .list(run), "refused": .list(RefusedGuild.shape)])
        ) { [runs, database] context in
            var shown: [(run: JobRun, left: Int)] = []
            for run in try await runs.latest(Self.shownRuns, deadline: context.deadline) {
                var left = 0
                if run.state != .finished {
                    left = try await database.run(
                        RefreshSQL.left, [.int8(run.id)], deadline: context.deadline)[0].int(0)
                }
                shown.append((run, left))
            }
            let refused = try await database.run(
                RefusedGuildSQL.refused, [.int8(Self.shownGuilds)], deadline: context.deadline
            ).map(RefusedGuild.init)
            return .data { [shown] writer in
                writer.beginObject()
                writer.key("runs")
                writer.beginArray()
                for (run, left) in shown { run.write(left: left, into: &writer) }
                writer.endArray()
                writer.key("refused")
                writer.beginArray()
                for guild in refused { guild.write(into: &writer) }
                writer.endArray()
                writer.endObject()
            }
        }
    }
}

extension JobRun {
    fileprivate func write(left: Int, into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("run", id)
        writer.field("state", state.rawValue)
        writer.field("done", done)
        writer.field("failed", failed)
        writer.field("left", left)
        writer.field("started_at", startedAt)
        writer.field("finished_at", finishedAt)
        writer.endObject()
    }
}
