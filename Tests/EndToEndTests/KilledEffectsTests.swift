import DiscordEmulator
import Essentials
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// What the modules do on Discord is done once, whenever their workers die and however often the fleet repeats itself.
    @Suite struct KilledEffectsTests {
        private static let rounds = 50

        @Test
        func
            `a worker killed at a random moment, 50 times over: each answer, role, join and post once`()
            throws
        {
            let scene = try EffectScene(rounds: Self.rounds)
            defer { scene.emulator.destroy() }
            try World.with(workers: 4, settings: scene.emulator.settings) { world in
                let place = try scene.moveIn(world)
                for round in 0..<Self.rounds {
                    try scene.join(round)
                    let requests = place.requests(round)
                    let sent = try scene.sent()
                    // Each of the four three times at once, as an impatient fleet does it.
                    let threads = (0..<12).map { number in
                        BlockingThread { send(requests[number % 4], world) }
                    }
                    if round.isMultiple(of: 2) {
                        usleep(.random(in: 0...80_000))
                    } else {
                        // Any moment, but one at which a message is on its way.
                        try eventually("a message is under way") { try scene.sent() > sent }
                    }
                    if let victim = world.cluster.workers.randomElement() { kill(victim, SIGKILL) }
                    for thread in threads { _ = try thread.join() }
                    for request in requests {
                        try eventually("it's answered when it's told again") {
                            send(request, world) == 200
                        }
                    }
                }
                // The queue of a fleet that lost its answers comes minutes later.
                for round in 0..<Self.rounds {
                    for request in place.requests(round) { #expect(send(request, world) == 200) }
                }
                try eventually("what was broken off is done: \((try? scene.wrong(place)) ?? [])") {
                    try scene.wrong(place).isEmpty
                }
                #expect(try world.database.query(EffectScene.uses) == ["\(Self.rounds)|0"])
            }
        }
    }
}

/// Sends a request over a connection of its own; gives its status, 0 for none.
private func send(_ request: EffectScene.Request, _ world: World) -> Int {
    guard let client = try? world.cluster.connect() else { return 0 }
    let path = "/v1/modules/\(request.path)"
    return (try? client.send("POST", path, token: world.token, body: request.body).status) ?? 0
}

/// A guild with messages to answer, members who choose and people who join, on an emulated Discord.
private struct EffectScene: Sendable {
    struct Request: Sendable {
        let path: String
        let body: String
    }

    static let uses = """
        SELECT count(*), count(*) FILTER (WHERE inviter_id IS DISTINCT FROM 900) FROM invite_tracker_uses
        """
    let emulator: EmulatorProcess
    private let rounds: Int
    private let talk: String
    private let hall: String
    private let stars: String
    private let role: String
    private let application: String
    private let messages: [String]

    init(rounds: Int) throws {
        let messages = Array(
            repeating:
                #"{"content":"ping","reactions":[{"emoji":"⭐","users":["101","102","103"]}]}"#,
            count: rounds
        ).joined(
            separator: ",")
        let members = (0..<rounds).map { #"{"user":"\#(2_000 + $0)"}"# }.joined(separator: ",")
        let emulator = try EmulatorProcess(
            world: """
                {"guilds":[{"id":"1","roles":[{"name":"Chosen"}],"members":[\(members)],\
                "channels":[{"name":"talk","messages":[\(messages)]},{"name":"hall"},{"name":"stars"}],\
                "invites":[{"code":"den","inviter":"900","channel":"hall"}]}]}
                """)
        let guild = try emulator.control("GET", "/guilds/1")
        guard let talk = guild["channels"]?[0], let channel = talk["id"]?.string,
            let hall = guild["channels"]?[1]?["id"]?.string,
            let stars = guild["channels"]?[2]?["id"]?.string,
            let role = guild["roles"]?.elements.first(where: { $0["name"]?.string == "Chosen" })
        else { throw TestFailure("the emulator lacks the guild: \(guild.text)") }
        self.emulator = emulator
        self.rounds = rounds
        self.talk = channel
        self.hall = hall
        self.stars = stars
        self.role = role["id"]?.string ?? ""
        self.messages = (talk["messages"]?.elements ?? []).compactMap { $0["id"]?.string }
        let interaction = try emulator.control("POST", "/interactions", #"{"token":"first"}"#)
        application = interaction["application_id"]?.string ?? ""
        try emulator.control(
            "POST", "/faults",
            #"{"effect":"delay","method":"*","path":"/**","seconds":0.01,"times":1000000}"#)
    }

    /// The panel and its button.
    struct Place: Sendable {
        let scene: EffectScene
        let panel: String
        let message: String
        let entry: String

        /// A message to answer, a click, a join, a star.
        func requests(_ round: Int) -> [Request] {
            [
                Request(
                    path: "autoresponder/check",
                    body: """
                        {"guild_id":"1","channel_id":"\(scene.talk)","origin_message_id":"\(scene.messages[round])",\
                        "member_roles":[],"member_id":"5","content":"ping","author_is_bot":false}
                        """),
                Request(
                    path: "reactionroles/check",
                    body: """
                        {"guild_id":"1","message_id":"\(message)","channel_id":"\(scene.hall)",\
                        "interaction_type":"component","interaction_value":null,"member_id":"\(2_000 + round)",\
                        "interaction_custom_id":"kennel:reactionrole:\(panel):\(entry)",\
                        "interaction_id_token":"token-\(round)","application_id":"\(scene.application)"}
                        """),
                Request(
                    path: "invite-tracker/events/join/check-invite",
                    body: #"{"guild_id":"1","member_id":"\#(3_000 + round)"}"#),
                Request(
                    path: "serverstats/starboard/add",
                    body: """
                        {"guild_id":"1","channel_id":"\(scene.talk)","message_id":"\(scene.messages[round])"}
                        """),
            ]
        }
    }

    /// How many messages were sent.
    func sent() throws -> Int { try emulator.countCalls("POST", "/channels/*/messages") }

    /// Somebody comes by the invite.
    func join(_ round: Int) throws {
        try emulator.control(
            "POST", "/join", #"{"guild":"1","user":"\#(3_000 + round)","invite":"den"}"#)
        try emulator.control("POST", "/interactions", #"{"token":"token-\#(round)"}"#)
    }

    /// Enables the modules and makes a trigger, a panel and a welcome.
    func moveIn(_ world: World) throws -> Place {
        let client = try world.cluster.connect()
        func ask(_ method: String, _ path: String, _ fields: String) throws -> JSON {
            let more = fields.isEmpty ? "" : ",\(fields)"
            let answer = try client.send(
                method, "/v1/modules/\(path)", token: world.token,
                body: #"{"guild_id":"1"\#(more)}"#)
            guard answer.status == 200, let json = JSON(parsing: answer.text)?["data"] else {
                throw TestFailure("\(path): \(answer.text)")
            }
            return json
        }
        for module in ["autoresponder", "reactionroles", "invite-tracker"] {
            _ = try ask("POST", "\(module)/enable", "")
        }
        try world.enable(guild: 1, starboard: Int64(stars))
        let response = try ask(
            "POST", "autoresponder/responses",
            #""response_type":1,"response_content":"pong","emoji_name":null,"emoji_id":null"#)
        let id = response["response"]?["response_id"]?.string ?? ""
        _ = try ask(
            "POST", "autoresponder/triggers",
            #""trigger_type":1,"match_case":false,"trigger":"ping","allowed_channels":[],"ignored_channels":[],"#
                + #""allowed_roles":[],"ignored_roles":[],"response_ids":["\#(id)"]"#)
        let panel = try ask(
            "POST", "reactionroles/panels",
            #""channel_id":"\#(hall)","is_register":false,"panel_type":"button","limit_roles_to_one":false,"#
                + #""supports_remove":true,"remove_roles_from_users_on_entry_delete":false,"is_embed":false,"content":"Choose""#
        )["panel"]
        let number = panel?["panel_id"]?.string ?? ""
        let entry = try ask(
            "POST", "reactionroles/panel/\(number)/entries",
            #""role_ids":["\#(role)"],"emoji_name":"🍎","emoji_id":null,"text":"Chosen","description":null"#
        )
        _ = try ask(
            "PUT", "invite-tracker/settings",
            #""join_messages_enabled":true,"join_messages_channel":"\#(hall)","join_message_content":"welcome","#
                + #""join_message_is_embed":false,"leave_messages_enabled":false,"leave_messages_channel":null,"#
                + #""leave_message_content":null,"leave_message_is_embed":false,"prevent_own_invite_code":false,"#
                + #""server_shared_invite_link":null"#)
        return Place(
            scene: self, panel: number, message: panel?["message_id"]?.string ?? "",
            entry: entry["reactionrole"]?["entry_id"]?.string ?? "")
    }

    /// What isn't there once on Discord.
    func wrong(_ place: Place) throws -> [String] {
        let guild = try emulator.control("GET", "/guilds/1")
        func contents(_ channel: Int) -> [JSON] {
            guild["channels"]?[channel]?["messages"]?.elements ?? []
        }
        let links = contents(2).compactMap { $0["embeds"]?[0]?["url"]?.string }
        var wrong: [String] = []
        for (round, message) in messages.enumerated() {
            let posts = links.count { $0.hasSuffix("/\(message)") }
            if posts != 1 { wrong.append("message \(round) has \(posts) posts") }
            let member = guild["members"]?.elements.first {
                $0["user"]?.string == "\(2_000 + round)"
            }
            let roles = (member?["roles"]?.elements ?? []).compactMap { $0.string }
            if roles != [role] { wrong.append("member \(round) has \(roles)") }
        }
        let pongs = contents(0).count { $0["content"]?.string == "pong" }
        if pongs != rounds { wrong.append("\(pongs) answers") }
        let welcomes = contents(1).count { $0["content"]?.string == "welcome" }
        if welcomes != rounds { wrong.append("\(welcomes) welcomes") }
        return wrong
    }
}
