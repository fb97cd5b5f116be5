/// Why a text isn't accepted as JSON, and where.
package struct JSONError: Error, Hashable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case unexpectedEnd, unexpectedByte, trailingBytes, byteOrderMark
        case badNumber, badEscape, loneSurrogate, badUTF8, controlCharacter
        case duplicateKey, tooDeep, tooLarge
    }

    package let reason: Reason
    /// The index of the byte that is wrong, from 0.
    package let offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// A clause that follows "The body is not valid JSON: ".
    package var description: String { "\(words) (at byte \(offset))" }

    private var words: String {
        switch reason {
        case .unexpectedEnd: "it ends too early"
        case .unexpectedByte: "this character can't stand here"
        case .trailingBytes: "something follows its end"
        case .byteOrderMark: "it starts with a byte order mark"
        case .badNumber: "this is not a number"
        case .badEscape: "this escape doesn't exist"
        case .loneSurrogate: "half of a surrogate pair stands alone"
        case .badUTF8: "this is not UTF-8"
        case .controlCharacter: "a control character must be escaped"
        case .duplicateKey: "an object has the same key twice"
        case .tooDeep: "it is nested too deeply"
        case .tooLarge: "it is too large"
        }
    }
}
