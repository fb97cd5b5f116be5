import HTTP

/// Reads a Content-Type header.
enum MediaType {
    /// Whether it says JSON: `application/json` or `…+json`, in any case, with any parameters.
    static func isJSON(_ header: UnsafeRawBufferPointer) -> Bool {
        if header.spells("application/json") { return true }
        let type = String(decoding: header.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            .lowercased()
        let name = type.prefix { $0 != " " && $0 != "\t" }
        return name == "application/json"
            || (name.hasPrefix("application/") && name.hasSuffix("+json"))
    }
}
