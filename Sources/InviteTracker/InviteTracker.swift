import API
import Discord
import Effects
import Essentials
import EventLoop
import Modules
import Postgres

/// The module: who invited whom.
@LoopActor
package final class InviteTracker: BotModule {
    let module: Module
    let database: Database
    let discord: DiscordClient
    let recorder: any StatisticRecorder
    let log: Log
    let settings: SettingsStore
    let desk: InviteReader
    let joins: JoinRecorder
    let announcer: Announcer

    /// What its paths begin with, and what it's called in the documentation.
    static let root = "/modules/invite-tracker"
    static let group = "invite-tracker"
    /// By which a member's join is stored once, and not while their entries are erased.
    nonisolated static let lock = GuildLock(of: "invite tracker")

    package init(
        _ database: Database, discord: DiscordClient, reconciler: Reconciler,
        recorder: any StatisticRecorder, log: Log
    ) {
        let settings = SettingsStore(database: database)
        self.settings = settings
        module = Module(
            root: Self.root, name: Self.group, lock: Self.lock, database: database
        ) { guild, context in
            try await settings.find(guild, deadline: context.deadline) != nil
        }
        self.database = database
        self.discord = discord
        self.recorder = recorder
        self.log = log
        desk = InviteReader(reconciler: reconciler)
        joins = JoinRecorder(database: database, invites: desk)
        announcer = Announcer(database: database, reconciler: reconciler, log: log)
        resumeWhatIsLeft(reconciler)
        deleteWhatIsLeftBehind(with: reconciler)
    }

    private func resumeWhatIsLeft(_ reconciler: Reconciler) {
        reconciler.resumes(.inviteReading) { InviteReading(guild: $0.guild) }
        reconciler.resumes(.leave) { [announcer] key in
            MemberMessage(
                event: .leaving, guild: key.guild, use: key.subject, announcer: announcer,
                isAsked: false)
        }
        // A join that still waits has its invite found first, so that the message can name who invited.
        reconciler.resumes(.join) { [settings, joins] key, calls in
            let deadline = Instant.now() + RequestContext.timeLimit
            guard let found = try await settings.find(key.guild, deadline: deadline) else { return }
            try await joins.find(key.subject, key.guild, found.enabling, calls)
        } as: { [announcer] key in
            MemberMessage(
                event: .joining, guild: key.guild, use: key.subject, announcer: announcer,
                isAsked: false)
        }
    }

    /// All operations, in the order of the document, and the leaderboard.
    package var endpoints: [Endpoint] {
        moduleEndpoints + settingsEndpoints + linkEndpoints + useEndpoints + eventEndpoints
            + privacyEndpoints
    }
}
