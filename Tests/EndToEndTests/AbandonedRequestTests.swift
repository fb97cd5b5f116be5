import DiscordEmulator
import TestSupport
import Testing

extension EndToEnd {
    /// A client that leaves takes the calls of Discord with it that haven't gone out.
    @Suite struct AbandonedRequestTests {
        @Test(arguments: [true, false])
        func `a change that waits for its turn isn't made once its client is gone`(
            isReset: Bool
        ) throws {
            let emulator = try EmulatorProcess(
                world: #"{"guilds":[{"id":"1","channels":[{"name":"hall"}]}]}"#)
            defer { emulator.destroy() }
            let messages = "/channels/*/messages"
            try World.with(workers: 1, settings: emulator.settings) { world in
                let hall = try emulator.control("GET", "/guilds/1")["channels"]?[0]?["id"]?.string
                let modules = "/v1/modules/reactionroles"
                let panel = """
                    {"guild_id":"1","channel_id":"\(hall ?? "")","is_register":false,"panel_type":"button",\
                    "limit_roles_to_one":false,"supports_remove":true,\
                    "remove_roles_from_users_on_entry_delete":false,"is_embed":false,"content":"Choose"}
                    """
                let enabled = try world.cluster.connect().send(
                    "POST", "\(modules)/enable", token: world.token, body: #"{"guild_id":"1"}"#)
                try #require(enabled.status == 200)
                try emulator.control(
                    "POST", "/faults",
                    #"{"effect":"limit","method":"POST","path":"\#(messages)","retry_after":4}"#)

                let client = try world.cluster.connect()
                try client.write(
                    HTTPClient.text(
                        "POST", "\(modules)/panels", token: world.token, body: panel))
                try eventually("its call waits for the limit to pass") {
                    try emulator.countCalls("POST", messages) == 1
                        && figure("kennel_discord_waiting", world) == 1
                }
                client.leave(resetting: isReset)
                try eventually("nothing waits any more") {
                    figure("kennel_discord_waiting", world) == 0
                        && figure("kennel_discord_in_flight", world) == 0
                }
                try eventually("nothing is left of it") {
                    try world.database.query(
                        "SELECT (SELECT count(*) FROM effects) + (SELECT count(*) FROM reactionroles_panels)"
                    ) == ["0"]
                }

                // Somebody else's goes out in the turn that it left.
                let other = try world.cluster.connect().send(
                    "POST", "\(modules)/panels", token: world.token, body: panel)
                #expect(other.status == 200)
                #expect(try emulator.countCalls("POST", messages) == 2)
                let shown = try emulator.control("GET", "/guilds/1")["channels"]?[0]?["messages"]
                #expect(shown?.elements.count == 1)
            }
        }

        /// A figure of the worker's; nil where there is none.
        private func figure(_ name: String, _ world: World) -> Double? {
            let page = try? HTTPClient(port: world.cluster.adminPort).send("GET", "/metrics").text
            return page?.split(separator: "\n").filter { $0.hasPrefix("\(name){worker=") }
                .compactMap { Double($0.split(separator: " ")[1]) }.first
        }
    }
}
