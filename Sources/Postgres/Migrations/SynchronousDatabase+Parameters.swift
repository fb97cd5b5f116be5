import CPostgres
import Essentials

/// Statements with parameters.
extension SynchronousDatabase {
    /// Runs a statement with its values in binary, the result in binary too.
    func send(_ text: String, _ values: [SQLValue]) -> OpaquePointer? {
        let types = values.map(\.type.rawValue)
        let formats = [Int32](repeating: 1, count: values.count)
        var bytes = ByteWriter(capacity: 256)
        var lengths: [Int32] = []
        for value in values {
            let start = bytes.count
            bytes.append(value)
            lengths.append(Int32(bytes.count - start))
        }
        return bytes.withBytes { encoded in
            var next = encoded.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = zip(values, lengths).map { value, length in
                defer { next = next.map { $0 + Int(length) } }
                if case .null = value { return UnsafePointer<CChar>?.none }
                return next
            }
            return PQexecParams(
                connection, text, Int32(values.count), types, pointers, lengths, formats, 1)
        }
    }
}
