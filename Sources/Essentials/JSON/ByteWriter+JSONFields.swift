/// A type whose values can be written as JSON, and so also as optionals and as fields.
package protocol JSONWritable {
    func write(to writer: inout ByteWriter)
}

extension Int64: JSONWritable {
    package func write(to writer: inout ByteWriter) { writer.value(self) }
}

extension Int: JSONWritable {
    package func write(to writer: inout ByteWriter) { writer.value(self) }
}

extension Bool: JSONWritable {
    package func write(to writer: inout ByteWriter) { writer.value(self) }
}

extension Double: JSONWritable {
    package func write(to writer: inout ByteWriter) { writer.value(self) }
}

extension String: JSONWritable {
    package func write(to writer: inout ByteWriter) { writer.value(self) }
}

extension Snowflake: JSONWritable {
    package func write(to writer: inout ByteWriter) { writer.value(self) }
}

extension Timestamp: JSONWritable {
    package func write(to writer: inout ByteWriter) { writer.value(self) }
}

extension Array: JSONWritable where Element: JSONWritable {
    package func write(to writer: inout ByteWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    package func write(to writer: inout ByteWriter) {
        if let self { self.write(to: &writer) } else { writer.null() }
    }
}

extension ByteWriter {
    /// Writes the value, or null.
    package mutating func value<T: JSONWritable>(_ value: T?) {
        if let value { value.write(to: &self) } else { null() }
    }

    /// Writes an array of the values.
    package mutating func value<T: JSONWritable>(_ values: [T]) {
        values.write(to: &self)
    }

    /// Writes a member: its name and its value.
    package mutating func field<T: JSONWritable>(_ name: StaticString, _ value: T) {
        key(name)
        value.write(to: &self)
    }
}
