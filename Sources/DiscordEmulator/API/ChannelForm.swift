import Essentials
import EventLoop

/// A channel as a call describes it, checked.
@LoopActor
struct ChannelForm {
    private let body: JSON
    private let guild: EmulatedGuild
    private let bot: Snowflake
    private let overwrites: [PermissionOverwrite]?

    /// - Parameter channel: the one that is changed; nil: a new one.
    init(
        _ body: JSON, in guild: EmulatedGuild, for bot: Snowflake,
        changing channel: EmulatedChannel? = nil
    ) throws(Refusal) {
        self.body = body
        self.guild = guild
        self.bot = bot
        try Self.checkValues(body, isNew: channel == nil)
        try Self.checkPlace(body, guild, channel)
        overwrites = try Self.overwrites(body, guild, bot)
    }

    func create() -> EmulatedChannel {
        let channel = EmulatedChannel(
            id: guild.world.newID(), guild: guild, type: body.value("type")?.integer ?? 0,
            name: "", parent: nil, position: guild.channels.count)
        change(channel)
        guild.channels.append(channel)
        guild.world.channels[channel.id] = channel
        return channel
    }

    /// Does what the body names, and leaves the rest.
    func change(_ channel: EmulatedChannel) {
        if let name = body.value("name")?.string {
            channel.name = Self.plain(name, type: channel.type)
        }
        if let parent = body["parent_id"] { channel.parent = parent.id }
        if let topic = body["topic"] { channel.topic = topic.string }
        if let flag = body.value("nsfw")?.bool { channel.isNSFW = flag }
        if let number = body.value("position")?.integer { channel.position = number }
        if let number = body.value("user_limit")?.integer { channel.userLimit = number }
        if let number = body.value("bitrate")?.integer { channel.bitrate = number }
        if let number = body.value("rate_limit_per_user")?.integer { channel.slowmode = number }
        if let overwrites { channel.overwrites = overwrites }
        if let flag = body.value("archived")?.bool { channel.thread?.isArchived = flag }
        if let flag = body.value("locked")?.bool { channel.thread?.isLocked = flag }
    }

    /// Text channels' names have small letters, and hyphens for spaces.
    private static func plain(_ name: String, type: Int) -> String {
        guard type == EmulatedChannel.text || type == 5 || type == 15 else { return name }
        return String(name.lowercased().map { $0 == " " ? "-" : $0 })
    }

    // MARK: Checks

    private static func checkValues(_ body: JSON, isNew: Bool) throws(Refusal) {
        var faults = FormFaults()
        faults.length(of: body["name"], "name", 1...100, isRequired: isNew, isNullable: false)
        faults.length(of: body["topic"], "topic", 0...4096)
        faults.choice(body["type"], "type", [0, 2, 4, 5, 13, 14, 15])
        faults.kind(of: body["nsfw"], "nsfw", "BOOLEAN_TYPE_CONVERT") { $0.bool != nil }
        faults.range(of: body["position"], "position", 0...Int(Int32.max))
        faults.range(of: body["user_limit"], "user_limit", 0...10_000)
        faults.range(of: body["bitrate"], "bitrate", 8000...384_000)
        faults.range(of: body["rate_limit_per_user"], "rate_limit_per_user", 0...21_600)
        try faults.check()
    }

    private static func checkPlace(
        _ body: JSON, _ guild: EmulatedGuild, _ channel: EmulatedChannel?
    ) throws(Refusal) {
        let count = guild.channels.count { $0.thread == nil }
        if channel == nil, count >= 500 { throw .tooManyChannels }
        guard let parent = body.value("parent_id") else { return }
        guard let id = parent.id, let category = guild.channel(id),
            category.type == EmulatedChannel.category
        else {
            throw .invalidForm(
                "parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category")
        }
        let children = guild.channels.filter { $0.parent == id && $0 !== channel }
        guard children.count < 50 else {
            throw .invalidForm(
                "parent_id", "CHANNEL_PARENT_MAX_CHANNELS",
                "Maximum number of channels in category reached (50)")
        }
    }

    /// A bot can give and take only what it has itself, and MANAGE_ROLES only as an administrator.
    private static func overwrites(
        _ body: JSON, _ guild: EmulatedGuild, _ bot: Snowflake
    ) throws(Refusal) -> [PermissionOverwrite]? {
        guard let list = body.value("permission_overwrites") else { return nil }
        let own = guild.permissions(of: bot)
        var overwrites: [PermissionOverwrite] = []
        for (index, element) in list.elements.enumerated() {
            guard let overwrite = PermissionOverwrite(element) else {
                throw .invalidForm(
                    "permission_overwrites.\(index)", "MODEL_TYPE_CONVERT",
                    "An overwrite has id, type, allow and deny")
            }
            let touched = overwrite.allow.union(overwrite.deny)
            guard own.isSuperset(of: touched), !touched.contains(.manageRoles) || own == .all
            else { throw .missingPermissions }
            overwrites.append(overwrite)
        }
        return overwrites
    }
}

extension PermissionOverwrite {
    init?(_ json: JSON) {
        guard let id = json["id"]?.id,
            let subject = json["type"]?.integer.flatMap(Subject.init(rawValue:))
        else { return nil }
        let (allow, deny) = (Self.bits(json["allow"]), Self.bits(json["deny"]))
        guard let allow, let deny else { return nil }
        self.init(subject, id, allow: allow, deny: deny)
    }

    /// Missing means none.
    private static func bits(_ json: JSON?) -> PermissionBits? {
        switch json {
        case nil, .null: []
        case .string(let text): PermissionBits(decimal: text)
        case .integer(let number): PermissionBits(rawValue: UInt64(clamping: number))
        default: nil
        }
    }
}
