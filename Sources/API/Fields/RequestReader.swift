import Essentials

/// Gives fields their values out of one request's path, query and body.
///
/// One per responder, filled anew for each request: reading never suspends, so that no two requests meet in it.
package final class RequestReader {
    let query = QueryParameters()
    let captures = PathCaptures()
    private let document = JSONDocument()
    private var body: JSONValue?
    private var sources: Sources = []
    private var fieldName = ""

    /// The guild and the member of privacy that the fields read so far have named.
    var guild: Snowflake?
    var member: Snowflake?
    /// The first limit that a value broke: told only after what comes before limits has been checked.
    var noted: Fault?

    package init() {}

    /// Where an endpoint takes its fields from.
    struct Sources: OptionSet {
        let rawValue: UInt8
        static let query = Sources(rawValue: 1)
        static let body = Sources(rawValue: 2)
    }

    /// Takes up the next request. The buffers must stay as they are while its fields are read.
    func begin(
        sources: Sources, query bytes: UnsafeRawBufferPointer?, body content: UnsafeRawBufferPointer
    ) throws(Fault) {
        self.sources = sources
        (guild, member, noted, body) = (nil, nil, nil, nil)
        try query.read(bytes)
        guard sources.contains(.body), !content.isEmpty else { return }
        do throws(JSONError) {
            try document.parse(content)
        } catch {
            throw .malformedBody(error.description)
        }
        guard document.root.kind == .object else { throw .bodyIsNoObject }
        body = document.root
    }

    /// The value of a field, after all rules of its shape; limits are noted.
    func value<Value>(of field: Field<Value>) throws(Fault) -> Value {
        fieldName = field.spec.name
        do throws(FieldRule) {
            if field.spec.place == .path {
                return try field.read(.captured(captures.text(fieldName) ?? ""), self)
            }
            return try inputValue(of: field)
        } catch {
            throw .field(field.spec.name, error)
        }
    }

    /// Remembers a broken limit of the field that is being read.
    func note(_ rule: FieldRule) {
        if noted == nil { noted = .field(fieldName, rule) }
    }

    /// Another field, as it came; for conditions.
    package func raw(_ name: String) -> RawValue? {
        bodyValue(name) ?? queryValue(name)
    }

    private func inputValue<Value>(of field: Field<Value>) throws(FieldRule) -> Value {
        if let condition = field.condition, !condition.holds(self) {
            return try field.ignored()
        }
        let inQuery = query.find(field.spec.name)
        if inQuery?.isRepeated == true { throw .repeated }
        let queried = inQuery.map { RawValue.text(query.value($0)) }
        guard let embodied = bodyValue(field.spec.name) else {
            return try field.value(sources.contains(.query) ? queried : nil, self)
        }
        let value = try field.value(embodied, self)
        if let queried, try field.value(queried, self) != value { throw .contradictory }
        return value
    }

    private func bodyValue(_ name: String) -> RawValue? {
        body?.member(name).map(RawValue.json)
    }

    private func queryValue(_ name: String) -> RawValue? {
        guard sources.contains(.query), let found = query.find(name) else { return nil }
        return .text(query.value(found))
    }
}

extension Field {
    /// Applies presence and null, then reads.
    func value(_ raw: RawValue?, _ reader: RequestReader) throws(FieldRule) -> Value {
        guard let raw else {
            if let absent { return absent() }
            if let condition { throw .requiredWhen(condition.words) }
            throw .required
        }
        return raw.isNull ? try nullValue(reader) : try read(raw, reader)
    }

    /// What a field is whose condition doesn't hold.
    func ignored() throws(FieldRule) -> Value {
        guard let unread else { throw .required }
        return unread()
    }

    private func nullValue(_ reader: RequestReader) throws(FieldRule) -> Value {
        guard let null else { throw .notNull }
        if let nullCondition, !nullCondition.holds(reader) {
            throw .notNullUnless(nullCondition.words)
        }
        return null()
    }
}
