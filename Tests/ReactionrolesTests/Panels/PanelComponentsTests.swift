import Discord
import DiscordEmulator
import Essentials
import Testing

@testable import Reactionroles

@Suite struct PanelComponentsTests {
    private static func components(_ type: PanelType, _ entries: [Entry]) throws -> JSON {
        let bytes = PanelComponents.json(of: try panel(type), entries)
        return try #require(JSON(parsing: String(decoding: bytes, as: UTF8.self)))
    }

    private static func panel(_ type: PanelType) throws -> Panel {
        Panel(
            id: 1, guild: id(1_000), channel: id(5), message: id(6), type: type, switches: .off,
            isOwn: true, content: "Choose", isEmbed: false, state: .standing,
            createdAt: Timestamp(microseconds: 0))
    }

    @Test func `25 buttons stand in five rows of five, with ids that carry panel and entry`() throws
    {
        let entries = (1...25).map { entry($0, roles: [7], emoji: "😀", text: "No. \($0)") }
        let rows = try Self.components(.button, entries).elements
        #expect(rows.map { $0["components"]?.elements.count } == [5, 5, 5, 5, 5])
        let buttons = rows.flatMap { $0["components"]?.elements ?? [] }
        #expect(Set(buttons.compactMap { $0["custom_id"]?.string }).count == 25)
        #expect(buttons[6]["custom_id"]?.string == "kennel:reactionrole:1:7")
        #expect(buttons[6]["label"]?.string == "No. 7")
        #expect(buttons[6]["emoji"]?["name"]?.string == "😀")
    }

    @Test func `a dropdown is one select that takes one value, its items' values the entries`()
        throws
    {
        let entries = (1...25).map {
            entry($0, roles: [7], text: "No. \($0)", description: $0 == 2 ? "More" : nil)
        }
        let rows = try Self.components(.dropdown, entries).elements
        #expect(rows.count == 1)
        let select = try #require(rows.first?["components"]?[0])
        #expect(select["max_values"]?.integer == 1)
        #expect(select["custom_id"]?.string == "kennel:reactionrole:1")
        let options = select["options"]?.elements ?? []
        #expect(options.map { $0["value"]?.string } == (1...25).map { "\($0)" })
        #expect(options.map { $0["description"]?.string }.compactMap { $0 } == ["More"])
    }

    @Test func `without entries, or on an emoji panel, there are no components`() throws {
        #expect(try Self.components(.dropdown, []).elements.isEmpty)
        #expect(try Self.components(.button, []).elements.isEmpty)
        #expect(try Self.components(.emoji, [entry(1, roles: [7])]).elements.isEmpty)
    }

    @Test func `ids of components read back, and nothing else does`() {
        for component in [ComponentID.button(panel: 12, entry: 345), .dropdown(panel: 9)] {
            #expect(ComponentID(component.text) == component)
        }
        for text in [
            "", "kennel:reactionrole", "kennel:reactionrole:", "kennel:reactionrole:1:",
            "kennel:reactionrole:x", "kennel:reactionrole:1:2:3", "other:1:2",
            "kennel:reactionrole:01", "kennel:reactionrole::2",
        ] {
            #expect(ComponentID(text) == nil, "\(text)")
        }
    }

    @Test func `the variation selector makes no other emoji`() {
        #expect(Emoji(id: nil, name: "❤️").key == Emoji(id: nil, name: "❤").key)
        #expect(Emoji(id: id(5), name: "a").key == Emoji(id: id(5), name: "b").key)
        #expect(Emoji(id: nil, name: "👍🏽").key != Emoji(id: nil, name: "👍").key)
    }
}
