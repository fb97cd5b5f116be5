import Modules

/// The endpoints that start and watch runs of `counters/update`.
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

    /// Far longer than any run; after it, the answer says that the run is still in progress.
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
        .object(["message": message, "run": run, "state": state.rawValue])
    }

    private static let shownRuns = 10
    private static let shownGuilds: Int64 = 100

    private var getUpdates: Endpoint {
        Endpoint(
            .get, "\(Self.root)/counters/update",
            "Shows the last runs of the counters' update, newest first, how far they are, and which guilds Discord refuses.",
            group: Self.group, access: .service, errors: [.settings, .internalServer],
            answer: .object(["runs": [ShownRun].shape, "refused": [RefusedGuild].shape])
        ) { [runs, database] context in
            var shown: [ShownRun] = []
            for run in try await runs.latest(Self.shownRuns, deadline: context.deadline) {
                var left = 0
                if run.state != .finished {
                    left = try await database.run(
                        RefreshSQL.left, [.int8(run.id)], deadline: context.deadline)[0].int(0)
                }
                shown.append(ShownRun(run: run, left: left))
            }
            let refused = try await database.run(
                RefusedGuildSQL.refused, [.int8(Self.shownGuilds)], deadline: context.deadline
            ).map { RefusedGuild($0) }
            return .object(["runs": shown, "refused": refused])
        }
    }
}

/// A run, and how many guilds it has still to come to.
private struct ShownRun: Documented {
    let run: JobRun
    let left: Int

    static let title: String? = "CountersRun"
    static let members: Members = [
        .member("run", \.run.id), .member("state", \.run.state), .member("done", \.run.done),
        .member("failed", \.run.failed), .member("left", \.left),
        .member("started_at", \.run.startedAt), .member("finished_at", \.run.finishedAt),
    ]
}
