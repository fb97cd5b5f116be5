import Essentials

/// Writing nested objects and arrays.
extension ByteWriter {
    /// An object, whose members `body` writes.
    mutating func object(_ body: (inout ByteWriter) -> Void) {
        beginObject()
        body(&self)
        endObject()
    }

    /// A member whose value `body` writes.
    mutating func member(_ name: StaticString, _ body: (inout ByteWriter) -> Void) {
        key(name)
        body(&self)
    }
}
