import DiscordEmulator
import Essentials
import EventLoop
import Serverstats
import TestSupport

/// A guild in which modules are enabled and have what the contract's requests name.
@LoopActor
struct ContractScene {
    private let api: InMemoryAPI
    /// JSON values by the names of fields, and texts by the names of ids in paths.
    private(set) var values: [String: String]

    /// - Parameter operations: their modules are enabled, and the objects in their paths are made.
    init(
        _ api: InMemoryAPI, _ emulator: DiscordEmulator, for operations: [ContractOperation]
    ) async throws {
        self.api = api
        let guild = emulator.world.addGuild()
        let channel = guild.addChannel("talk")
        let invite = guild.addInvite("den\(guild.id)", to: channel, by: guild.addMember())
        let role = guild.addRole()
        values = [
            "guild_id": "\(guild.id)", "channel_id": "\(channel)",
            "counters_category_id": "\(guild.addChannel(type: EmulatedChannel.category))",
            "starboard_channel": "\(channel)", "join_messages_channel": "\(channel)",
            "leave_messages_channel": "\(channel)", "invite_code": "\"\(invite.code)\"",
            "role_ids": "[\(role)]", "new_role_id": "\(role)",
            "register_message_id": "\(guild.addMessage(in: channel))",
            "message_id": "\(guild.addMessage(in: channel))",
            "privacy_member_id": "\(guild.addMember())",
        ]
        for module in Set(operations.map(\.module)) { try await enable(module) }
        if operations.contains(where: { $0.path.contains("{counter_id}") }) {
            let counter = try await answer("POST /modules/serverstats/counters")
            values["counter_id"] = counter.text(of: "counter", "counter_id")
        }
    }

    func requests(for operation: ContractOperation) -> [ContractRequest] {
        ContractRequest.all(for: operation, with: values)
    }

    private mutating func enable(_ module: String) async throws {
        let root = "/modules/\(module)"
        _ = try await answer("POST \(root)/enable")
        switch module {
        case "serverstats": try await switchEverythingOn()
        case "autoresponder":
            let response = try await answer("POST \(root)/responses")
            values["response_id"] = response.text(of: "response", "response_id")
            // Of a role that nobody has, so that no message is answered.
            let trigger = try await answer("POST \(root)/triggers", ["allowed_roles": "[99]"])
            values["trigger_id"] = trigger.text(of: "trigger", "trigger_id")
        case "reactionroles":
            let panel = try await answer("POST \(root)/panels")
            values["reactionrole_panel_id"] = panel.text(of: "panel", "panel_id")
            values["message_id"] = panel.text(of: "panel", "message_id")
            let entry = try await answer(
                "POST \(root)/panel/{reactionrole_panel_id}/entries",
                ["emoji_name": "\"🍎\""])
            values["reactionrole_entry_id"] = entry.text(of: "reactionrole", "entry_id")
            let ids = ["reactionrole_panel_id", "reactionrole_entry_id"].compactMap { values[$0] }
            values["interaction_custom_id"] =
                "\"kennel:reactionrole:\(ids.joined(separator: ":"))\""
        default: break
        }
    }

    /// Those that the contract doesn't know, too.
    private func switchEverythingOn() async throws {
        let request = try request("PUT /modules/serverstats/settings")
        let names = Toggle.allCases.map { "\($0.field)" }
        _ = try await answer(names.reduce(request) { $0.with($1, "true") })
    }

    /// A valid request, which differs from the usual one in some values.
    private func request(
        _ name: String, _ changes: [String: String] = [:]
    ) throws -> ContractRequest {
        guard let operation = Contract.operations.first(where: { $0.name == name }),
            let request = ContractRequest.all(for: operation, with: values.merging(changes) { $1 })
                .first
        else { throw TestFailure("the contract has no \(name)") }
        return request
    }

    private func answer(
        _ name: String, _ changes: [String: String] = [:]
    ) async throws -> InMemoryAnswer {
        try await answer(request(name, changes))
    }

    private func answer(_ request: ContractRequest) async throws -> InMemoryAnswer {
        let answer = try await request.send(to: api)
        guard answer.status == 200 else { throw TestFailure("\(request.name): \(answer.said)") }
        return answer
    }
}

extension InMemoryAnswer {
    fileprivate func text(of object: String, _ name: String) -> String? {
        data?.member(object)?.member(name)?.string()
    }
}
