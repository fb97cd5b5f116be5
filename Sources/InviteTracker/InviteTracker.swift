import Modules

/// The module InviteTracker: records who invited whom.
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

    /// The prefix of its paths, and its name in the documentation.
    static let root = "/modules/invite-tracker"
    static let group = "invite-tracker"
    /// The locks that keep a member's join from being stored twice, or during their erasure.
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
        // A waiting join is attributed first, so that the message can name the inviter.
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

    /// All endpoints, in the order of the documentation, and the leaderboard.
    package var endpoints: [Endpoint] {
        moduleEndpoints + settingsEndpoints + linkEndpoints + useEndpoints + eventEndpoints
            + privacyEndpoints
    }
}
