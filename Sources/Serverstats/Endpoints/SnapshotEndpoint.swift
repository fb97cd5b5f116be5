import Modules

/// The fleet's snapshot after it was offline. Not in the documentation.
extension Serverstats {
    var snapshotEndpoint: Endpoint {
        Endpoint(
            .post, "\(Self.root)/stats/snapshot",
            "Tells who is in voice channels and who is online now: sessions and statuses of others end.",
            group: Self.group, access: .service, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database],
            answer: .object(["message": .text, "ended": .integer, "opened": .integer]),
            gate: gate(), fields: .guild,
            Field<[FleetSnapshot.Place]>.places.optional(),
            Field<[Snowflake]>.snowflakes(
                "online", count: 0...40_000,
                "Everybody who isn't offline. Left out: activities and statuses stay as they are."
            ).optional()
        ) { [database, settings] context, guild, places, online in
            _ = try await settings.enabledSettings(of: guild, deadline: context.deadline)
            let snapshot = FleetSnapshot(
                database: database, guild: guild,
                request: SessionStore.Request(arrival: context.arrival, deadline: context.deadline))
            var outcome = FleetSnapshot.Outcome()
            if let places { outcome = try await snapshot.settleVoice(places) }
            if let online { outcome.ended += try await snapshot.settlePresence(online) }
            return .object([
                "message": "The snapshot was taken.", "ended": outcome.ended,
                "opened": outcome.opened,
            ])
        }
    }
}

extension Field<[FleetSnapshot.Place]> {
    fileprivate static var places: Field {
        .objects(
            "voice", count: 0...2_000,
            "Everybody who is in a voice channel. Left out: voice sessions stay as they are.",
            of: .snowflake("user_id", "The member."), .snowflake("channel_id", "The channel."),
            make: FleetSnapshot.Place.init)
    }
}
