import Essentials

@testable import Postgres

/// Arrays that only the tests read, to see what parameters became.
extension Row {
    func nullableInt64Array(_ column: Int) -> [Int64?] {
        nullableElements(column) { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }

    func int32Array(_ column: Int) -> [Int32] {
        elements(column) { Int32(bigEndian: $0.loadUnaligned(as: Int32.self)) }
    }

    func doubleArray(_ column: Int) -> [Double] {
        elements(column) { Self.double($0) }
    }

    func nullableDoubleArray(_ column: Int) -> [Double?] {
        nullableElements(column) { Self.double($0) }
    }

    func timestampArray(_ column: Int) -> [Timestamp] {
        elements(column) {
            PostgresTime.timestamp(Int64(bigEndian: $0.loadUnaligned(as: Int64.self)))
        }
    }

    private static func double(_ bytes: UnsafeRawBufferPointer) -> Double {
        Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
    }
}
