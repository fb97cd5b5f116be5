/// Reading objects and arrays.
extension JSONValue {
    /// The member of that name; nil if there is none, or this isn't an object.
    package func member(_ name: StaticString) -> JSONValue? {
        member(
            UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// The member of that name; nil where there is none, or no object.
    package func member(_ name: String) -> JSONValue? {
        var name = name
        return name.withUTF8 { member(UnsafeRawBufferPointer($0)) }
    }

    private func member(_ name: UnsafeRawBufferPointer) -> JSONValue? {
        guard node.kind == .object else { return nil }
        var key = index + 1
        for _ in 0..<node.length {
            let keyNode = tape.nodes[key]
            if Int(keyNode.length) == name.count, areEqual(tape.text(keyNode), name) {
                return at(key + 1)
            }
            key = Int(tape.nodes[key + 1].next)
        }
        return nil
    }

    /// The members of an object, in order; none in anything else.
    package var members: Members {
        Members(value: self, remaining: node.kind == .object ? count : 0, position: index + 1)
    }

    /// The elements of an array, in order; none in anything else.
    package var elements: Elements {
        Elements(value: self, remaining: node.kind == .array ? count : 0, position: index + 1)
    }

    func at(_ index: Int) -> JSONValue {
        JSONValue(document: document, tape: tape, index: index)
    }

    /// The members of an object: keys, which are strings, and values.
    package struct Members: Sequence, IteratorProtocol {
        fileprivate let value: JSONValue
        fileprivate var remaining: Int
        fileprivate var position: Int

        package mutating func next() -> (key: JSONValue, value: JSONValue)? {
            guard remaining > 0 else { return nil }
            let (key, member) = (value.at(position), value.at(position + 1))
            remaining -= 1
            position = Int(member.node.next)
            return (key, member)
        }
    }

    /// The elements of an array.
    package struct Elements: Sequence, IteratorProtocol {
        fileprivate let value: JSONValue
        fileprivate var remaining: Int
        fileprivate var position: Int

        package mutating func next() -> JSONValue? {
            guard remaining > 0 else { return nil }
            let element = value.at(position)
            remaining -= 1
            position = Int(element.node.next)
            return element
        }
    }
}
