import Essentials

/// The parts that Kennel reads of one of Discord's objects; missing or further members do no harm.
package protocol DiscordModel: Sendable {
    /// Nil where a member is missing without which the object is of no use.
    init?(_ json: JSONValue)
}

extension JSONValue {
    func id(_ name: StaticString) -> Snowflake? {
        guard let value = member(name) else { return nil }
        return value.withUTF8 { Snowflake(decimal: $0) } ?? value.int64().flatMap(Snowflake.init)
    }

    func text(_ name: StaticString) -> String? { member(name)?.string() }

    func number(_ name: StaticString) -> Int? { member(name)?.clampedInteger }

    /// Within ±2^53, the integers that JSON carries exactly: whatever Discord says, sums of counts don't overflow.
    var clampedInteger: Int? {
        let greatest: Int64 = 1 << 53
        return int64().map { Int(min(max($0, -greatest), greatest)) }
    }

    /// False also where the member is missing.
    func flag(_ name: StaticString) -> Bool { member(name)?.bool() ?? false }

    func object<Model: DiscordModel>(_ name: StaticString) -> Model? {
        member(name).flatMap(Model.init)
    }

    /// The list's readable elements; empty where there is none.
    func list<Model: DiscordModel>(_ name: StaticString) -> [Model] {
        member(name)?.elements.compactMap(Model.init) ?? []
    }

    func ids(_ name: StaticString) -> [Snowflake] {
        member(name)?.elements.compactMap { element in
            element.withUTF8 { Snowflake(decimal: $0) } ?? element.int64().flatMap(Snowflake.init)
        } ?? []
    }
}
