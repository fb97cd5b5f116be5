/// Reads an Authorization header.
enum BearerToken {
    /// What follows `Bearer ` (any case, one space or more); nil for other schemes or where nothing follows.
    static func find(in header: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let scheme = "bearer".utf8
        let space = UInt8(ascii: " ")
        guard header.count > scheme.count, header[scheme.count] == space,
            zip(header, scheme).allSatisfy({ $0 | 0x20 == $1 })
        else { return nil }
        let token = header.dropFirst(scheme.count).drop { $0 == space }
        return token.isEmpty ? nil : UnsafeRawBufferPointer(rebasing: token)
    }
}
