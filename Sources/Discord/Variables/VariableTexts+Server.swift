import Essentials

/// The variables of a guild.
extension VariableTexts {
    static func text(
        of variable: Variable.OfServer, _ id: Snowflake, _ guild: Guild?
    ) -> String {
        switch variable {
        case .id: return "\(id)"
        case .createdAt: return id.createdAt.dateTimeText
        default:
            guard let guild else { return unknown }
            return level(variable, guild) ?? channel(variable, guild) ?? plain(variable, guild)
        }
    }

    private static func plain(_ variable: Variable.OfServer, _ guild: Guild) -> String {
        switch variable {
        case .name: guild.name
        case .description: guild.description ?? notInUse
        case .owner: guild.owner.map { "<@\($0)>" } ?? unknown
        case .afkTimeout: duration(seconds: guild.afkTimeout)
        case .preferredLocale: guild.preferredLocale
        default: "\(guild.premiumSubscriptionCount)"
        }
    }

    private static func level(_ variable: Variable.OfServer, _ guild: Guild) -> String? {
        switch variable {
        case .mfaLevel: name(["NONE", "ELEVATED"], guild.mfaLevel)
        case .premiumTier: name(["NONE", "TIER_1", "TIER_2", "TIER_3"], guild.premiumTier)
        case .verificationLevel:
            name(["NONE", "LOW", "MEDIUM", "HIGH", "VERY_HIGH"], guild.verificationLevel)
        case .nsfwLevel: name(["DEFAULT", "EXPLICIT", "SAFE", "AGE_RESTRICTED"], guild.nsfwLevel)
        default: nil
        }
    }

    private static func channel(_ variable: Variable.OfServer, _ guild: Guild) -> String? {
        switch variable {
        case .publicUpdatesChannel: mention(guild.publicUpdatesChannel)
        case .rulesChannel: mention(guild.rulesChannel)
        case .systemChannel: mention(guild.systemChannel)
        case .widgetChannel: mention(guild.widgetChannel)
        default: nil
        }
    }

    private static func mention(_ channel: Snowflake?) -> String {
        channel.map { "<#\($0)>" } ?? notInUse
    }

    /// The number itself for a level that Discord has added since.
    private static func name(_ names: [String], _ number: Int) -> String {
        names.indices.contains(number) ? names[number] : "\(number)"
    }

    /// `0:05:00`
    private static func duration(seconds: Int) -> String {
        let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
        let pairs = [minutes % 60, second].map { $0 < 10 ? ":0\($0)" : ":\($0)" }
        return "\(minutes / 60)" + pairs.joined()
    }
}
