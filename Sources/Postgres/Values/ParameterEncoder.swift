import Essentials
import EventLoop

/// Turns a statement's values into the arrays libpq's send functions take, in memory that is used
/// again and again.
@LoopActor
final class ParameterEncoder {
    static let shared = ParameterEncoder()

    /// libpq's form of the parameters; a NULL has no value.
    struct Arrays {
        let count: Int32
        let types: UnsafeMutablePointer<UInt32>
        let values: UnsafeMutablePointer<UnsafePointer<CChar>?>
        let lengths: UnsafeMutablePointer<Int32>
        let formats: UnsafeMutablePointer<Int32>
    }

    private var bytes = ByteWriter(capacity: 4096)
    private var capacity = 0
    private var types = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
    private var values = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: 0)
    private var lengths = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
    private var formats = UnsafeMutablePointer<Int32>.allocate(capacity: 0)

    /// Encodes the values; libpq copies them before `body` returns.
    func encode<Value>(_ parameters: [SQLValue], _ body: (Arrays) -> Value) -> Value {
        grow(to: parameters.count)
        bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
        for (index, parameter) in parameters.enumerated() {
            let start = bytes.count
            bytes.append(parameter)
            types[index] = parameter.type.rawValue
            lengths[index] = Int32(truncatingIfNeeded: bytes.count - start)
        }
        return bytes.withBytes { encoded in
            point(parameters, into: encoded)
            return body(
                Arrays(
                    count: Int32(truncatingIfNeeded: parameters.count), types: types,
                    values: values, lengths: lengths, formats: formats))
        }
    }

    /// Only now that nothing moves any more are there addresses.
    private func point(_ parameters: [SQLValue], into encoded: UnsafeRawBufferPointer) {
        guard var next = encoded.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
        for (index, parameter) in parameters.enumerated() {
            if case .null = parameter { values[index] = nil } else { values[index] = next }
            next += Int(lengths[index])
        }
    }

    private func grow(to count: Int) {
        guard count > capacity else { return }
        types.deallocate()
        values.deallocate()
        lengths.deallocate()
        formats.deallocate()
        capacity = max(count, 32)
        types = .allocate(capacity: capacity)
        values = .allocate(capacity: capacity)
        lengths = .allocate(capacity: capacity)
        formats = .allocate(capacity: capacity)
        formats.initialize(repeating: 1, count: capacity)
    }
}
