import Essentials

/// Gives fields their values out of one request's path, query and body.
///
/// One per responder, filled anew for each request: reading never suspends, so that no two requests meet in it.
package final class RequestReader {
    let query = QueryParameters()
    let captures = PathCaptures()
    private let document = JSONDocument()
    private var body: JSONValue?
    /// A body of JSON lines.
    private var lines: UnsafeRawBufferPointer?
    private var sources: Sources = []
    private var fieldName = ""
    private var otherInput: FieldInput?

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
        sources: Sources, query bytes: UnsafeRawBufferPointer?,
        body content: UnsafeRawBufferPointer, inLines: Bool = false
    ) throws(Fault) {
        self.sources = sources
        (guild, member, noted, body, lines) = (nil, nil, nil, nil, nil)
        try query.read(bytes)
        if inLines { lines = content }
        guard sources.contains(.body), !content.isEmpty, !inLines else { return }
        do throws(JSONError) {
            try document.parse(content)
        } catch {
            throw .malformedBody(error.description)
        }
        guard document.root.kind == .object else { throw .bodyIsNoObject }
        body = document.root
    }

    /// Takes up an object of another reader's body, as the body of a request of its own.
    func begin(object: JSONValue) throws(Fault) {
        (guild, member, noted, body, sources) = (nil, nil, nil, nil, .body)
        guard object.kind == .object else { throw .bodyIsNoObject }
        body = object
    }

    /// The value of a field, after all rules of its shape; limits are noted.
    func value<Value>(of field: FieldReader<Value>) throws(Fault) -> Value {
        fieldName = field.presence.name
        do throws(FieldRule) {
            let value = try field.read(try input(for: field.presence), self)
            if let other = otherInput, try field.read(other, self) != value {
                throw .contradictory
            }
            return value
        } catch {
            throw .field(field.presence.name, error)
        }
    }

    /// The rule or limit that a field breaks, whatever the others do.
    func fault<Value>(of field: FieldReader<Value>) -> FieldFault? {
        noted = nil
        do throws(Fault) {
            _ = try value(of: field)
        } catch {
            noted = error
        }
        guard case .field(let name, let rule) = noted else { return nil }
        return FieldFault(name, rule)
    }

    /// Remembers a broken limit of the field that is being read.
    func note(_ rule: FieldRule) {
        if noted == nil { noted = .field(fieldName, rule) }
    }

    /// Another field, as it came; for conditions.
    package func raw(_ name: String) -> RawValue? {
        if let value = body?.member(name) { return .json(value) }
        guard sources.contains(.query), let found = query.find(name) else { return nil }
        return .text(query.value(found))
    }

    /// Finds what the request has for a field. What else it has, in the query beside the body, is the other input.
    private func input(for presence: FieldPresence) throws(FieldRule) -> FieldInput {
        otherInput = nil
        if let lines { return .value(.text(lines)) }
        if presence.isInPath {
            return try presence.input(captures.find(presence.name).map(RawValue.text), self)
        }
        if let condition = presence.condition, !condition.holds(self) { return .absent }
        let queried = query.isEmpty ? nil : try queryValue(presence.name)
        guard let embodied = body?.member(presence.name) else {
            return try presence.input(sources.contains(.query) ? queried : nil, self)
        }
        if let queried { otherInput = try presence.input(queried, self) }
        return try presence.input(.json(embodied), self)
    }

    private func queryValue(_ name: String) throws(FieldRule) -> RawValue? {
        guard let found = query.find(name) else { return nil }
        if found.isRepeated { throw .repeated }
        return .text(query.value(found))
    }
}

extension FieldPresence {
    /// Applies the rules of presence and null.
    func input(_ raw: RawValue?, _ reader: RequestReader) throws(FieldRule) -> FieldInput {
        guard let raw else {
            if mayBeAbsent { return .absent }
            throw condition.map { .requiredWhen($0.words) } ?? .required
        }
        if let ignoreCondition, ignoreCondition.holds(reader) { return .null }
        guard raw.isNull else { return .value(raw) }
        guard mayBeNull else { throw .notNull }
        if let nullCondition, !nullCondition.holds(reader) {
            throw .notNullUnless(nullCondition.words)
        }
        return .null
    }
}

/// A field as it's read again and again: held by reference, so that handing it around costs little.
final class FieldReader<Value: Sendable & Equatable>: Sendable {
    let presence: FieldPresence
    let read: Field<Value>.Read

    init(_ field: Field<Value>) {
        presence = field.presence
        read = field.read
    }
}
