/// One-dimensional arrays: the plain accessors want every element present.
extension Row {
    package func int64Array(_ column: Int) -> [Int64] {
        elements(column) { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }

    package func int16Array(_ column: Int) -> [Int16] {
        elements(column) { Int16(bigEndian: $0.loadUnaligned(as: Int16.self)) }
    }

    package func boolArray(_ column: Int) -> [Bool] {
        elements(column) { $0[0] != 0 }
    }

    package func textArray(_ column: Int) -> [String] {
        elements(column) { String(decoding: $0, as: UTF8.self) }
    }

    package func nullableTextArray(_ column: Int) -> [String?] {
        nullableElements(column) { String(decoding: $0, as: UTF8.self) }
    }
}

extension Row {
    func elements<Element>(
        _ column: Int, _ read: (UnsafeRawBufferPointer) -> Element
    ) -> [Element] {
        nullableElements(column, read).map { present($0, column) }
    }

    /// Dimensions, flags, element type; then length and lower bound of the dimension; then the
    /// elements.
    func nullableElements<Element>(
        _ column: Int, _ read: (UnsafeRawBufferPointer) -> Element
    ) -> [Element?] {
        withBytes(column) { bytes in
            let bytes = present(bytes, column)
            let dimensions = Self.int32(bytes, at: 0)
            guard dimensions > 0 else { return [] }
            precondition(dimensions == 1, "an array of \(dimensions) dimensions")
            var offset = 20
            return (0..<Self.int32(bytes, at: 12)).map { _ in
                let length = Self.int32(bytes, at: offset)
                offset += 4
                guard length >= 0 else { return nil }
                defer { offset += length }
                return read(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]))
            }
        }
    }

    private static func int32(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
    }
}
