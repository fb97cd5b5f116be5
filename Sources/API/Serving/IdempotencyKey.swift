/// Reads an Idempotency-Key header.
enum IdempotencyKey {
    /// How many characters one may have.
    static let length = 1...64

    static func read(_ header: UnsafeRawBufferPointer) throws(Fault) -> String {
        guard let key = String(validating: header, as: UTF8.self),
            length.contains(key.unicodeScalars.count)
        else { throw .idempotencyKey }
        return key
    }
}
