import HTTP

/// Reads a Content-Type header.
enum MediaType {
    /// Whether it says JSON lines: `application/x-ndjson`, in any case, with any parameters.
    static func isJSONLines(_ header: UnsafeRawBufferPointer) -> Bool {
        name(header) == "application/x-ndjson"
    }

    /// Whether it says JSON: `application/json` or `…+json`, in any case, with any parameters.
    static func isJSON(_ header: UnsafeRawBufferPointer) -> Bool {
        if header.spells("application/json") { return true }
        let name = name(header)
        return name == "application/json"
            || (name.hasPrefix("application/") && name.hasSuffix("+json"))
    }

    private static func name(_ header: UnsafeRawBufferPointer) -> Substring {
        String(decoding: header.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            .lowercased().prefix { $0 != " " && $0 != "\t" }
    }
}
