import CCrypto

/// A SHA-256 digest; it is stored in place of a token.
package struct SHA256Digest: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The hash of the bytes.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        var digest = SHA256Digest()
        withUnsafeMutableBytes(of: &digest.words) {
            kennel_sha256(bytes.baseAddress, bytes.count, $0.baseAddress)
        }
        return digest
    }

    /// The hash of the text's UTF-8.
    package static func hash(_ text: String) -> SHA256Digest {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }

    private init() {}

    /// A stored digest; nil unless it has 32 bytes.
    package init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 32 else { return nil }
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
    }

    package func withBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try withUnsafeBytes(of: words, body)
    }

    package var bytes: [UInt8] { withBytes { Array($0) } }

    /// The first 64 bits, big endian: an identity where 64 bits are enough.
    package var first64Bits: UInt64 { UInt64(bigEndian: words.0) }

    /// 64 lower-case hexadecimal digits.
    package var hex: String {
        var writer = ByteWriter(capacity: 64)
        withBytes { bytes in
            for byte in bytes {
                writer.append(hexDigit(byte >> 4))
                writer.append(hexDigit(byte & 15))
            }
        }
        return writer.string
    }

    /// Compares two digests in constant time.
    package func constantTimeEquals(_ other: SHA256Digest) -> Bool {
        withBytes { own in
            other.withBytes {
                kennel_equals_in_constant_time(own.baseAddress, $0.baseAddress, 32)
            }
        }
    }

    package static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.constantTimeEquals(right)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}

extension SHA256Digest: CustomStringConvertible {
    package var description: String { hex }
}
