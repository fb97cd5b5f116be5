import CCrypto

/// Cryptographically secure random numbers from the kernel.
package enum SecureRandom {
    /// So many random bytes.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            // The kernel always has random bytes once it has booted. Without them no secret and no id
            // could be made, so the process stops.
            precondition(kennel_fill_with_random(room.baseAddress, count))
            filled = count
        }
    }

    /// 43 letters, digits, `-` and `_` that hold 256 random bits.
    package static func token() -> String {
        var writer = ByteWriter(capacity: 48)
        writer.append(base64URL: bytes(32))
        return writer.string
    }
}

extension ByteWriter {
    /// Appends the bytes as base64url without padding.
    package mutating func append(base64URL bytes: [UInt8]) {
        let alphabet: StaticString =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        var (pending, bits) = (UInt32(0), 0)
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                append(alphabet.utf8Start[Int(pending >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { append(alphabet.utf8Start[Int(pending << UInt32(6 - bits) & 63)]) }
    }
}
