import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Reactionroles

/// A guild with as many panels as there may be.
@Suite struct ManyPanelsTests {
    private static let content = String(repeating: "wörds ", count: 300)

    /// So many panels of two entries each, past the product.
    @LoopActor
    private static func fill(_ place: Place, _ count: Int) throws {
        try place.sql(
            """
            WITH panels AS (
                INSERT INTO reactionroles_panels (guild_id, channel_id, message_id, panel_type, limit_roles_to_one,
                    supports_remove, takes_back, keep_counter_at_one, delete_unrelated, is_own, content, is_embed, state)
                SELECT \(place.guild.id), 5, n, 1, false, false, false, false, false, true, '\(content)', false, 0
                FROM generate_series(1, \(count)) n
                RETURNING guild_id, panel_id
            )
            INSERT INTO reactionroles_entries (guild_id, panel_id, entry_id, role_ids, emoji_name, emoji_key)
            SELECT guild_id, panel_id, panel_id * 2 + n, '{7}', 'e' || n, 'e' || n
            FROM panels, generate_series(0, 1) n
            """)
    }

    @Test func `the panel after the last one is refused, and nothing is posted`() async throws {
        try await withPlace { place in
            try Self.fill(place, Int(PanelDraft.mostPanels) - 1)
            _ = try await place.makePanel(Place.switches("button"))
            let before = place.changes.count
            let refused = try await place.postPanel(Place.switches("button"))
            #expect(refused.code == 422)
            #expect(refused.message?.contains("at most 500 panels") == true, "\(refused.said)")
            #expect(place.changes.count == before)
        }
    }

    @Test(arguments: [("POST", "disable"), ("DELETE", "delete")])
    func `what is gone is listed whole, in parts`(method: String, path: String) async throws {
        try await withPlace { place in
            try Self.fill(place, 300)
            let answer = try await place.ask(method, path)
            #expect(answer.status == 200)
            #expect(answer.failure == nil)
            let panels = answer.data?.member("panels")?.elements.map { $0 } ?? []
            #expect(panels.count == 300)
            #expect(panels.allSatisfy { $0.member("message_content")?.string() == Self.content })
            #expect(answer.data?.member("reactionroles")?.count == 600)
            #expect(try place.number("SELECT count(*) FROM reactionroles_entries") == 0)
        }
    }
}
