import Glibc
import Modules
import Serverstats
import Worker

/// `kennel counters update`: requests a run of the counters' update in the database; the workers do it.
enum CountersCommand {
    static func update(_ invocation: Invocation) throws {
        let context = try CommandContext(invocation)
        // Fails at once without a database; the loop's connections would keep trying.
        _ = try context.connect()
        let waits = invocation.options["wait"] != nil
        EventLoop.run {
            spawn { exit(await outcome { try await update(context, waits: waits) }) }
        }
    }

    @LoopActor
    private static func update(_ context: CommandContext, waits: Bool) async throws {
        let database = try Database(configuration: DatabaseConfiguration(context.configuration))
        database.start()
        let runs = CountersUpdate.runs(on: database)
        let (run, isNew) = try await runs.request(deadline: .now() + limit)
        Program.show(isNew ? "started run \(run)\n" : "run \(run) is under way already\n")
        guard waits else { return }
        try await wait(for: run, runs)
        let found = try await runs.latest(10, deadline: .now() + limit).first { $0.id == run }
        guard let found else { return }
        guard found.state != .abandoned else {
            throw CommandFailure(
                message: "Run \(run) was given up: \(found.lastError ?? "for an unknown reason")")
        }
        Program.show("run \(run) is over: \(found.done) guilds done, \(found.failed) failed\n")
    }

    /// Returns when a run has ended, even if the database is unavailable for a while.
    @LoopActor
    private static func wait(for run: Int64, _ runs: JobRuns) async throws(DatabaseError) {
        var heard = Instant.now()
        while true {
            do throws(DatabaseError) {
                if try await runs.waitForEnd(of: run, deadline: .now() + limit) { return }
                heard = .now()
            } catch {
                guard Instant.now() - heard < patience else { throw error }
                await sleep(for: .seconds(1))
            }
        }
    }

    private static let limit = Duration.seconds(10)
    private static let patience = Duration.seconds(120)

    /// Runs a command on the loop and gives its exit code.
    @LoopActor
    private static func outcome(_ work: () async throws -> Void) async -> Int32 {
        do {
            try await work()
            return ExitCode.success
        } catch let error as DatabaseError {
            return Program.tell(failure(error))
        } catch {
            return Program.tell(error)
        }
    }

    private static func failure(_ error: DatabaseError) -> CommandFailure {
        if error.sqlState == .undefinedTable {
            return CommandFailure(message: "The database isn't migrated: run `kennel migrate`.")
        }
        return CommandFailure(
            message: "The database can't be reached: \(error)", exitCode: ExitCode.unavailable)
    }
}
