import CZlib

/// Compresses chunks of bytes into one gzip stream.
package final class GzipWriter {
    private let stream: UnsafeMutablePointer<z_stream>

    package init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // It fails only for lack of memory, like any allocation in Swift.
        precondition(kennel_begin_gzip(stream) == Z_OK, "no memory for compressing")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Compresses a chunk and appends the output that is ready; the rest follows later.
    package func append(_ bytes: UnsafeRawBufferPointer, to output: inout ByteWriter) {
        run(bytes, Z_NO_FLUSH, &output)
    }

    /// Appends the remaining output and the end of the stream.
    package func finish(to output: inout ByteWriter) {
        run(UnsafeRawBufferPointer(start: nil, count: 0), Z_FINISH, &output)
    }

    package static func compress(_ bytes: [UInt8]) -> [UInt8] {
        let gzip = GzipWriter()
        var output = ByteWriter(capacity: bytes.count / 4)
        bytes.withUnsafeBytes { gzip.append($0, to: &output) }
        gzip.finish(to: &output)
        return output.bytes
    }

    private func run(
        _ bytes: UnsafeRawBufferPointer, _ flush: Int32, _ output: inout ByteWriter
    ) {
        // zlib only reads through this pointer.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(bytes.count)
        repeat {
            output.appendUninitialized(Self.portion) { room in
                stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(room.count)
                deflate(stream, flush)
                return room.count - Int(stream.pointee.avail_out)
            }
        } while stream.pointee.avail_out == 0
    }

    private static let portion = 4096
}
