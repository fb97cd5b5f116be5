import Essentials

/// Fields that are lists.
extension Field<[Snowflake]> {
    /// A list of ids, in a body.
    package static func snowflakes(
        _ name: String, count: ClosedRange<Int>, _ summary: String
    ) -> Field {
        let kind = FieldKind.list(.snowflake, count: count)
        return Field(FieldSpec(name, kind, summary)) { (raw, reader) throws(FieldRule) in
            let list = try raw.readList(kind, count: count, reader)
            var ids: [Snowflake] = []
            ids.reserveCapacity(list.count)
            for (place, element) in list.elements.enumerated() {
                guard let id = RawValue.json(element).snowflake else {
                    throw .within("[\(place)]", .kind(.snowflake, also: nil))
                }
                ids.append(id)
            }
            return ids
        }
    }
}

extension Field {
    /// A list of objects, in a body, each with these fields, made into elements by `make`.
    package static func objects<Element, each Member>(
        _ name: String, count: ClosedRange<Int>, _ summary: String,
        of members: repeat Field<each Member>,
        make: @escaping @Sendable (repeat each Member) -> Element
    ) -> Field where Value == [Element] {
        let reading = ObjectReading(members: (repeat each members), make: make)
        let kind = FieldKind.list(.object(reading.specs), count: count)
        return Field(FieldSpec(name, kind, summary)) { (raw, reader) throws(FieldRule) in
            let list = try raw.readList(kind, count: count, reader)
            var elements: [Element] = []
            elements.reserveCapacity(list.count)
            for (place, element) in list.elements.enumerated() {
                elements.append(try reading.read(element, at: place, reader))
            }
            return elements
        }
    }
}

/// How the objects of a list are read.
private struct ObjectReading<Element: Sendable, each Member: Sendable & Equatable>: Sendable {
    let members: (repeat Field<each Member>)
    let make: @Sendable (repeat each Member) -> Element

    var specs: [FieldSpec] {
        var specs: [FieldSpec] = []
        for member in repeat each members { specs.append(member.spec) }
        return specs
    }

    func read(
        _ object: JSONValue, at place: Int, _ reader: RequestReader
    ) throws(FieldRule) -> Element {
        guard object.kind == .object else {
            throw .within("[\(place)]", .kind(.object([]), also: nil))
        }
        return make(repeat try member(each members, of: object, at: place, reader))
    }

    private func member<Value>(
        _ field: Field<Value>, of object: JSONValue, at place: Int, _ reader: RequestReader
    ) throws(FieldRule) -> Value {
        do throws(FieldRule) {
            let noted = reader.noted
            let raw = object.member(field.spec.name).map(RawValue.json)
            let value = try field.read(try field.presence.input(raw, reader), reader)
            if noted == nil, case .some(.field(let name, let rule)) = reader.noted {
                reader.noted = .field(name, .within("[\(place)].\(field.spec.name)", rule))
            }
            return value
        } catch {
            throw .within("[\(place)].\(field.spec.name)", error)
        }
    }
}

extension RawValue {
    fileprivate func readList(
        _ kind: FieldKind, count: ClosedRange<Int>, _ reader: RequestReader
    ) throws(FieldRule) -> JSONValue {
        guard case .json(let list) = self, list.kind == .array else {
            throw .kind(kind, also: nil)
        }
        if !count.contains(list.count) { reader.note(.limit(kind)) }
        return list
    }
}
