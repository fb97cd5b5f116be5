/// JSON without white space.
extension String {
    /// JSON text without the white space between its values, which means the same.
    ///
    /// Precondition: it's valid JSON.
    package var compactJSON: String {
        var kept: [UInt8] = []
        kept.reserveCapacity(utf8.count)
        var (isInString, isEscaped) = (false, false)
        for byte in utf8 {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                kept.append(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                break
            default:
                kept.append(byte)
                isInString = byte == UInt8(ascii: "\"")
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }
}
