/// Reads an Authorization header.
enum BearerToken {
    /// The token after `Bearer ` (any case, one space or more); nil for other schemes or where nothing follows.
    static func find(in header: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let length = 6
        let space = UInt8(ascii: " ")
        guard header.count > length, header[length] == space, isBearer(header) else { return nil }
        let token = header.dropFirst(length).drop { $0 == space }
        return token.isEmpty ? nil : UnsafeRawBufferPointer(rebasing: token)
    }

    private static func isBearer(_ header: UnsafeRawBufferPointer) -> Bool {
        let scheme: StaticString = "bearer"
        return (0..<scheme.utf8CodeUnitCount).allSatisfy {
            header[$0] | 0x20 == scheme.utf8Start[$0]
        }
    }
}
