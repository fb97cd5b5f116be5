import Essentials

/// One-dimensional arrays: the plain accessors want every element present.
extension Row {
    package func int64Array(_ column: Int) -> [Int64] {
        elements(column) { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }

    package func nullableInt64Array(_ column: Int) -> [Int64?] {
        nullableElements(column) { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }

    package func int32Array(_ column: Int) -> [Int32] {
        elements(column) { Int32(bigEndian: $0.loadUnaligned(as: Int32.self)) }
    }

    package func int16Array(_ column: Int) -> [Int16] {
        elements(column) { Int16(bigEndian: $0.loadUnaligned(as: Int16.self)) }
    }

    package func nullableInt16Array(_ column: Int) -> [Int16?] {
        nullableElements(column) { Int16(bigEndian: $0.loadUnaligned(as: Int16.self)) }
    }

    package func boolArray(_ column: Int) -> [Bool] {
        elements(column) { $0[0] != 0 }
    }

    package func doubleArray(_ column: Int) -> [Double] {
        elements(column) { Self.double($0) }
    }

    package func nullableDoubleArray(_ column: Int) -> [Double?] {
        nullableElements(column) { Self.double($0) }
    }

    package func textArray(_ column: Int) -> [String] {
        elements(column) { String(decoding: $0, as: UTF8.self) }
    }

    package func nullableTextArray(_ column: Int) -> [String?] {
        nullableElements(column) { String(decoding: $0, as: UTF8.self) }
    }

    package func bytesArray(_ column: Int) -> [[UInt8]] {
        elements(column) { [UInt8]($0) }
    }

    package func timestampArray(_ column: Int) -> [Timestamp] {
        elements(column) {
            PostgresTime.timestamp(Int64(bigEndian: $0.loadUnaligned(as: Int64.self)))
        }
    }

    private static func double(_ bytes: UnsafeRawBufferPointer) -> Double {
        Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
    }
}

extension Row {
    private func elements<Element>(
        _ column: Int, _ read: (UnsafeRawBufferPointer) -> Element
    ) -> [Element] {
        nullableElements(column, read).map { present($0, column) }
    }

    /// Dimensions, flags, element type; then length and lower bound of the dimension; then the
    /// elements.
    private func nullableElements<Element>(
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
