import Essentials

/// Percent-encoding of what stands in a path.
enum PercentEncoding {
    /// Encodes all but RFC 3986's unreserved characters.
    static func encode(segment text: String) -> String {
        var writer = ByteWriter(capacity: text.utf8.count * 3)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                writer.append(byte)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                writer.append(byte < 16 ? "%0" : "%")
                writer.append(digits)
            }
        }
        return writer.string
    }
}
