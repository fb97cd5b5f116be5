import Essentials

/// Reads embeds out of JSON, and says where they break a rule.
enum EmbedReader {
    static func embeds(_ root: JSONValue) throws(EmbedFault) -> [Embed] {
        guard root.kind == .object else { throw EmbedFault("", .kind("a JSON object")) }
        let list = try list(root.member("embeds"), at: "embeds", count: EmbedLimits.embeds)
        guard let list else { throw EmbedFault("embeds", .missing) }
        var embeds: [Embed] = []
        for (number, value) in list.elements.enumerated() {
            embeds.append(try embed(value, at: "embeds[\(number)]"))
        }
        let total = embeds.flatMap(\.counted).reduce(0) { $0 + $1.text.unicodeScalars.count }
        guard total <= EmbedLimits.allTogether else {
            throw EmbedFault("", .allTogether(EmbedLimits.allTogether))
        }
        return embeds
    }

    private static func embed(_ value: JSONValue, at place: String) throws(EmbedFault) -> Embed {
        try mustBeObject(value, at: place)
        var embed = Embed()
        embed.title = try text(value.member("title"), place + ".title", EmbedLimits.title)
        embed.description = try text(
            value.member("description"), place + ".description", EmbedLimits.description)
        embed.url = try address(value.member("url"), place + ".url")
        embed.timestamp = try time(value.member("timestamp"), place + ".timestamp")
        embed.color = try color(value.member("color"), place + ".color")
        embed.footer = try footer(value.member("footer"), place + ".footer")
        embed.image = try picture(value.member("image"), place + ".image")
        embed.thumbnail = try picture(value.member("thumbnail"), place + ".thumbnail")
        embed.author = try author(value.member("author"), place + ".author")
        embed.fields = try fields(value.member("fields"), place + ".fields")
        guard embed.showsSomething else { throw EmbedFault(place, .nothingToShow) }
        return embed
    }

    private static func footer(
        _ value: JSONValue?, _ place: String
    ) throws(EmbedFault) -> Embed.Footer? {
        guard let value = try object(value, at: place) else { return nil }
        return Embed.Footer(
            text: try requiredText(value.member("text"), place + ".text", EmbedLimits.footer),
            icon: try address(value.member("icon_url"), place + ".icon_url"))
    }

    private static func author(
        _ value: JSONValue?, _ place: String
    ) throws(EmbedFault) -> Embed.Author? {
        guard let value = try object(value, at: place) else { return nil }
        return Embed.Author(
            name: try requiredText(value.member("name"), place + ".name", EmbedLimits.author),
            url: try address(value.member("url"), place + ".url"),
            icon: try address(value.member("icon_url"), place + ".icon_url"))
    }

    private static func picture(
        _ value: JSONValue?, _ place: String
    ) throws(EmbedFault) -> TextTemplate? {
        guard let value = try object(value, at: place) else { return nil }
        return try address(value.member("url"), place + ".url")
    }

    private static func fields(
        _ value: JSONValue?, _ place: String
    ) throws(EmbedFault) -> [Embed.Field] {
        guard let list = try list(value, at: place, count: EmbedLimits.fields) else { return [] }
        var fields: [Embed.Field] = []
        for (number, value) in list.elements.enumerated() {
            let place = "\(place)[\(number)]"
            try mustBeObject(value, at: place)
            fields.append(
                Embed.Field(
                    name: try requiredText(
                        value.member("name"), place + ".name", EmbedLimits.fieldName),
                    value: try requiredText(
                        value.member("value"), place + ".value", EmbedLimits.fieldValue),
                    isInline: try flag(value.member("inline"), place + ".inline")))
        }
        return fields
    }
}

/// The kinds of values. Null counts as left out, as it does for Discord; so does an empty text that isn't required.
extension EmbedReader {
    private static func text(
        _ value: JSONValue?, _ place: String, _ limit: Int
    ) throws(EmbedFault) -> TextTemplate? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.string() else { throw EmbedFault(place, .kind("a string")) }
        guard text.unicodeScalars.count <= limit else {
            throw EmbedFault(place, .length(1...limit))
        }
        return text.isBlank ? nil : TextTemplate(text)
    }

    private static func requiredText(
        _ value: JSONValue?, _ place: String, _ limit: Int
    ) throws(EmbedFault) -> TextTemplate {
        guard let value, !value.isNull else { throw EmbedFault(place, .missing) }
        guard let text = try text(value, place, limit) else {
            throw EmbedFault(place, .length(1...limit))
        }
        return text
    }

    /// One with variables can only be judged when they're replaced.
    private static func address(
        _ value: JSONValue?, _ place: String
    ) throws(EmbedFault) -> TextTemplate? {
        guard let text = try text(value, place, EmbedLimits.address) else { return nil }
        guard text.hasVariables || text.text.isWebAddress else {
            throw EmbedFault(place, .notAnAddress)
        }
        return text
    }

    private static func time(
        _ value: JSONValue?, _ place: String
    ) throws(EmbedFault) -> TextTemplate? {
        guard let text = try text(value, place, EmbedLimits.title) else { return nil }
        guard text.hasVariables || Timestamp(iso8601: text.text) != nil else {
            throw EmbedFault(place, .notATime)
        }
        return text
    }

    private static func color(_ value: JSONValue?, _ place: String) throws(EmbedFault) -> Int? {
        guard let value, !value.isNull else { return nil }
        guard let number = value.int64() else { throw EmbedFault(place, .kind("an integer")) }
        guard EmbedLimits.color.contains(Int(number)) else {
            throw EmbedFault(place, .number(EmbedLimits.color))
        }
        return Int(number)
    }

    private static func flag(_ value: JSONValue?, _ place: String) throws(EmbedFault) -> Bool {
        guard let value, !value.isNull else { return false }
        guard let flag = value.bool() else { throw EmbedFault(place, .kind("true or false")) }
        return flag
    }

    private static func list(
        _ value: JSONValue?, at place: String, count: ClosedRange<Int>
    ) throws(EmbedFault) -> JSONValue? {
        guard let value, !value.isNull else { return nil }
        guard value.kind == .array else { throw EmbedFault(place, .kind("a list")) }
        guard count.contains(value.count) else { throw EmbedFault(place, .count(count)) }
        return value
    }

    private static func object(
        _ value: JSONValue?, at place: String
    ) throws(EmbedFault) -> JSONValue? {
        guard let value, !value.isNull else { return nil }
        try mustBeObject(value, at: place)
        return value
    }

    private static func mustBeObject(_ value: JSONValue, at place: String) throws(EmbedFault) {
        guard value.kind == .object else { throw EmbedFault(place, .kind("an object")) }
    }
}

extension String {
    /// Nothing but white space: for Discord as good as empty.
    package var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }

    /// Whether Discord takes it for a link: http or https with a host, without white space.
    var isWebAddress: Bool {
        let lowered = lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowered.hasPrefix) else {
            return false
        }
        let rest = lowered.dropFirst(scheme.count)
        guard let first = rest.unicodeScalars.first, first != "/", first != "?", first != "#" else {
            return false
        }
        return !rest.unicodeScalars.contains { $0.properties.isWhitespace }
    }
}
