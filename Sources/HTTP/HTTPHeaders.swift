/// A request's headers, in the order sent. Names are in small letters, values trimmed.
package struct HTTPHeaders: Sequence {
    private let input: RequestBuffer

    init(_ input: RequestBuffer) {
        self.input = input
    }

    /// The first header of this name, which is given in small letters.
    package func first(_ name: StaticString) -> UnsafeRawBufferPointer? {
        for header in input.head.headers where input.bytes(header.name).spells(name) {
            return input.bytes(header.value)
        }
        return nil
    }

    package func makeIterator() -> Iterator {
        Iterator(input: input, fields: input.head.headers.makeIterator())
    }

    /// Gives name and value of one header after the other.
    package struct Iterator: IteratorProtocol {
        fileprivate let input: RequestBuffer
        fileprivate var fields: ContiguousArray<HeaderField>.Iterator

        package mutating func next() -> (
            name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
        )? {
            fields.next().map { (input.bytes($0.name), input.bytes($0.value)) }
        }
    }
}
