import Essentials

/// The kinds of fields.
extension Field<Snowflake> {
    /// The guild the request is about: `guild_id`. What the caller may do is decided by it.
    package static var guild: Field<Snowflake> {
        guild("The guild's id.")
    }

    package static func guild(_ summary: String) -> Field<Snowflake> {
        var spec = FieldSpec("guild_id", .snowflake, summary)
        spec.role = .guild
        return Field(spec) { (raw, reader) throws(FieldRule) in
            let guild = try raw.readSnowflake()
            reader.guild = guild
            return guild
        }
    }

    /// The guild that the path names.
    package static var guildInPath: Field<Snowflake> {
        var field = guild
        field.spec.place = .path
        field.presence = FieldPresence(field.spec)
        return field
    }

    /// The member whose own data a privacy endpoint is about: `privacy_member_id`.
    package static var privacyMember: Field<Snowflake> {
        var spec = FieldSpec("privacy_member_id", .snowflake, "The id of the member concerned.")
        spec.role = .member
        return Field(spec) { (raw, reader) throws(FieldRule) in
            let member = try raw.readSnowflake()
            reader.member = member
            return member
        }
    }

    package static func snowflake(_ name: String, _ summary: String) -> Field<Snowflake> {
        Field(FieldSpec(name, .snowflake, summary)) { (raw, _) throws(FieldRule) in
            try raw.readSnowflake()
        }
    }
}

/// The id of something that exists, or the wish to have it made.
package enum IDOrCreate: Hashable, Sendable {
    case id(Snowflake)
    case create
}

extension Field<IDOrCreate> {
    /// An id, or the word `create`.
    package static func snowflakeOrCreate(_ name: String, _ summary: String) -> Field {
        var spec = FieldSpec(name, .snowflake, summary)
        spec.also = "create"
        return Field(spec) { (raw, _) throws(FieldRule) in
            if let id = raw.snowflake { return .id(id) }
            guard raw.string == "create" else { throw .kind(.snowflake, also: "create") }
            return .create
        }
    }
}

extension Field<Int> {
    /// - Parameter range: a limit, answered like all limits (422 where documented, else 400).
    package static func integer(
        _ name: String, _ range: ClosedRange<Int>, _ summary: String
    ) -> Field {
        let kind = FieldKind.integer(range)
        return Field(FieldSpec(name, kind, summary)) { (raw, reader) throws(FieldRule) in
            guard let value = raw.integer else { throw .kind(kind, also: nil) }
            if !range.contains(value) { reader.note(.limit(kind)) }
            return value
        }
    }
}

extension Field<Double> {
    /// A finite number, `least` or more.
    package static func number(
        _ name: String, atLeast least: Double, _ summary: String
    ) -> Field {
        let kind = FieldKind.number(atLeast: least)
        return Field(FieldSpec(name, kind, summary)) { (raw, reader) throws(FieldRule) in
            guard let value = raw.number else { throw .kind(kind, also: nil) }
            if value < least { reader.note(.limit(kind)) }
            return value
        }
    }
}

extension Field<Bool> {
    package static func boolean(_ name: String, _ summary: String) -> Field {
        Field(FieldSpec(name, .boolean, summary)) { (raw, _) throws(FieldRule) in
            guard let value = raw.boolean else { throw .kind(.boolean, also: nil) }
            return value
        }
    }

    /// A boolean that the documents call an integer.
    package static func flag(_ name: String, _ summary: String) -> Field {
        Field(FieldSpec(name, .flag, summary)) { (raw, _) throws(FieldRule) in
            switch (raw.boolean, raw.integer) {
            case (let value?, _): return value
            case (_, 0): return false
            case (_, 1): return true
            default: throw .kind(.flag, also: nil)
            }
        }
    }
}

extension Field<String> {
    /// - Parameter length: in Unicode scalars.
    package static func text(
        _ name: String, _ length: ClosedRange<Int>, _ summary: String
    ) -> Field {
        let kind = FieldKind.text(length)
        return Field(FieldSpec(name, kind, summary)) { (raw, reader) throws(FieldRule) in
            guard let value = raw.string else { throw .kind(kind, also: nil) }
            guard !value.utf8.contains(0) else { throw .zeroCharacter }
            if !value.hasScalars(length) { reader.note(.limit(kind)) }
            return value
        }
    }

    /// A code such as an invite's. - Parameter length: in Unicode scalars.
    package static func code(
        _ name: String, _ length: ClosedRange<Int>, _ summary: String
    ) -> Field {
        let kind = FieldKind.code(length)
        return Field(FieldSpec(name, kind, summary)) { (raw, reader) throws(FieldRule) in
            guard let value = raw.string ?? raw.integer.map(String.init) else {
                throw .kind(kind, also: nil)
            }
            guard !value.utf8.contains(0) else { throw .zeroCharacter }
            if !value.hasScalars(length) { reader.note(.limit(kind)) }
            return value
        }
    }

    /// A segment of the path, such as `counter_id`: an opaque text that may name nothing.
    package static func path(_ name: String, _ summary: String) -> Field {
        var spec = FieldSpec(name, .opaque, summary)
        spec.place = .path
        return Field(spec) { (raw, _) throws(FieldRule) in raw.string ?? "" }
    }
}

extension Field where Value: RawRepresentable<String> & CaseIterable {
    /// One of a few words.
    package static func choice(_ name: String, _ type: Value.Type, _ summary: String) -> Field {
        let kind = FieldKind.choice(Value.allCases.map(\.rawValue))
        return Field(FieldSpec(name, kind, summary)) { (raw, reader) throws(FieldRule) in
            guard let word = raw.string else { throw .kind(kind, also: nil) }
            if let value = Value(rawValue: word) { return value }
            guard let stand = Value.allCases.first else { throw .limit(kind) }
            reader.note(.limit(kind))  // so the stand-in reaches no handler
            return stand
        }
    }
}

extension RawValue {
    fileprivate func readSnowflake() throws(FieldRule) -> Snowflake {
        guard let snowflake else { throw .kind(.snowflake, also: nil) }
        return snowflake
    }
}

extension String {
    /// Whether the number of Unicode scalars is in the range; the bytes bound it, so that most texts aren't counted.
    fileprivate func hasScalars(_ range: ClosedRange<Int>) -> Bool {
        let bytes = utf8.count
        if bytes < range.lowerBound { return false }
        if bytes <= range.upperBound, bytes >= 4 * range.lowerBound { return true }
        return range.contains(unicodeScalars.count)
    }
}
