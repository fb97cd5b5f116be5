import Essentials
import Testing

@Suite struct JSONGrammarTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "10", "123456789012345678901234567890",
        "0.0", "1.5", "-0.1", "1e1", "1E1", "1e+1", "1e-1", "1.5e300", "1e999999", "0e0", "-0e-0",
        "\"\"", "\"a\"", "\"é€😀\"", "\"\u{7f}\"", "\"\u{2028}\u{FFFF}\u{FFFD}\"",
        #""\"\\\/\b\f\n\r\t""#, #""\u0000\u001f\u00e9\u20AC\uFFFF""#, #""\ud83d\ude00""#,
        #""\uD800\uDC00\uDBFF\uDFFF""#, #""\\u0041""#,
        "[]", "[ ]", " [ ] ", "\t\r\n[\t\r\n]\t\r\n", "[1,2]", "[ 1 , 2 ]", "[[],[[]],{}]",
        "[null,true,false,0,\"\",[],{}]",
        "{}", "{ }", #"{"":0}"#, #"{"a":1}"#, #"{ "a" : 1 , "b" : [ ] }"#, #"{"a":{"a":{}}}"#,
        #"{"a":1,"A":2,"a ":3}"#, #"{"\u0061":1,"b":2}"#, "{\"\u{e9}\":1,\"e\u{301}\":2}",
        #"[{"a":1},{"a":1}]"#, #"{"a":{"b":1},"b":{"a":1}}"#,
        #"{"\ud83d\ude00":1}"#,
    ])
    func `strict JSON is read as it stands`(text: String) throws {
        let tree = try JSONDocument().read(text) { Tree($0) }
        #expect(tree == ReferenceJSON.parse(Array(text.utf8)))
    }

    @Test(
        arguments: [
            ("", .unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("\u{FEFF}1", .byteOrderMark, 0),
            ("nul", .unexpectedEnd, 3), ("nulL", .unexpectedByte, 3), ("True", .unexpectedByte, 0),
            ("nullx", .trailingBytes, 4), ("NaN", .unexpectedByte, 0),
            ("Infinity", .unexpectedByte, 0),
            ("-", .unexpectedEnd, 1), ("-a", .badNumber, 1), ("+1", .unexpectedByte, 0),
            ("01", .badNumber, 1), ("-01", .badNumber, 2), ("1.", .unexpectedEnd, 2),
            (".5", .unexpectedByte, 0), ("1.e1", .badNumber, 2), ("1e", .unexpectedEnd, 2),
            ("1e+", .unexpectedEnd, 3), ("1ex", .badNumber, 2), ("1e1.5", .trailingBytes, 3),
            ("0x10", .trailingBytes, 1), ("1_000", .trailingBytes, 1), ("--1", .badNumber, 1),
            ("１", .unexpectedByte, 0), ("1 2", .trailingBytes, 2), ("[] []", .trailingBytes, 3),
            ("[", .unexpectedEnd, 1), ("]", .unexpectedByte, 0), ("[1", .unexpectedEnd, 2),
            ("[1,", .unexpectedEnd, 3), ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1),
            ("[1,,2]", .unexpectedByte, 3), ("[1 2]", .unexpectedByte, 3),
            ("[1}", .unexpectedByte, 2),
            ("[1]]", .trailingBytes, 3), ("[a]", .unexpectedByte, 1),
            ("[1,\u{a0}2]", .unexpectedByte, 3),
            ("[\u{c}1]", .unexpectedByte, 1), ("[1/*c*/]", .unexpectedByte, 2),
            ("[//\n]", .unexpectedByte, 1),
            ("{", .unexpectedEnd, 1), ("}", .unexpectedByte, 0), (#"{"a""#, .unexpectedEnd, 4),
            (#"{"a":"#, .unexpectedEnd, 5), (#"{"a":1"#, .unexpectedEnd, 6),
            (#"{"a":1,"#, .unexpectedEnd, 7),
            (#"{"a":1,}"#, .unexpectedByte, 7), (#"{,"a":1}"#, .unexpectedByte, 1),
            (#"{"a"}"#, .unexpectedByte, 4),
            (#"{"a":}"#, .unexpectedByte, 5), (#"{"a" 1}"#, .unexpectedByte, 5),
            (#"{a:1}"#, .unexpectedByte, 1),
            (#"{'a':1}"#, .unexpectedByte, 1), (#"{1:1}"#, .unexpectedByte, 1),
            (#"{null:1}"#, .unexpectedByte, 1),
            (#"{"a":1]"#, .unexpectedByte, 6), (#"{"a"::1}"#, .unexpectedByte, 5),
            (#"{"a":1 "b":2}"#, .unexpectedByte, 7),
            (#"{[]:1}"#, .unexpectedByte, 1), (#"["a":1]"#, .unexpectedByte, 4),
            ("\"", .unexpectedEnd, 1), ("\"a", .unexpectedEnd, 2), ("\"\\", .unexpectedEnd, 2),
            ("\"\\\"", .unexpectedEnd, 3), ("'a'", .unexpectedByte, 0),
            ("\"a\nb\"", .controlCharacter, 2),
            ("\"a\tb\"", .controlCharacter, 2), ("\"\0\"", .controlCharacter, 1),
            ("\"\u{1f}\"", .controlCharacter, 1), ("\"abcdefgh\u{1}\"", .controlCharacter, 9),
            (#""\x""#, .badEscape, 2), (#""\'""#, .badEscape, 2), (#""\U0041""#, .badEscape, 2),
            (#""\a""#, .badEscape, 2), (#""\u""#, .badEscape, 3), (#""\u00g0""#, .badEscape, 5),
            (#""\u004""#, .badEscape, 6), (#""\u-123""#, .badEscape, 3),
            (#""\u123"#, .unexpectedEnd, 6),
            (#""\ud800""#, .loneSurrogate, 1), (#""\udc00""#, .loneSurrogate, 1),
            (#""ab\ud800\n""#, .loneSurrogate, 3), (#""\ud800\u0041""#, .loneSurrogate, 1),
            (#""\ud800\ud800""#, .loneSurrogate, 1), (#""\udc00\ud800""#, .loneSurrogate, 1),
            (#""\ud800x""#, .loneSurrogate, 1), (#""\ud83d\"#, .unexpectedEnd, 8),
            (#"{"a":1,"a":1}"#, .duplicateKey, 7), (#"{"a":1,"b":{},"a":2}"#, .duplicateKey, 14),
            (#"{"a":1,"\u0061":2}"#, .duplicateKey, 7), (#"{"\u0061":1,"a":2}"#, .duplicateKey, 12),
            (#"{"\ud83d\ude00":1,"😀":2}"#, .duplicateKey, 18), (#"{"":1,"":2}"#, .duplicateKey, 6),
            (#"[{"x":{"k":[1],"k":null}}]"#, .duplicateKey, 15),
            (#"{"/":1,"\/":2}"#, .duplicateKey, 7),
        ] as [(String, JSONError.Reason, Int)])
    func `anything else is refused with its reason and place`(
        text: String, reason: JSONError.Reason, offset: Int
    ) throws {
        let error = try #require(JSONDocument().refusal(of: text))
        #expect(error.reason == reason)
        #expect(error.offset == offset)
        #expect(error.description.hasSuffix("(at byte \(offset))"))
        #expect(ReferenceJSON.parse(Array(text.utf8)) == nil)
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80],
            [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98, 0x28],
        ] as [[UInt8]])
    func `a string that isn't UTF-8 is refused wherever the fault stands`(fault: [UInt8]) {
        for front in 0..<20 {
            let bytes = [0x22] + [UInt8](repeating: 0x61, count: front) + fault
            let closed = JSONDocument().refusal(of: bytes + [0x22])
            #expect(closed?.reason == .badUTF8)
            #expect(JSONDocument().refusal(of: bytes)?.reason == .badUTF8)
            #expect(
                JSONDocument().refusal(of: [0x22, 0x5C, 0x6E] + bytes.dropFirst())?.reason
                    == .badUTF8)
        }
    }

    @Test func `every scalar value passes, raw and escaped`() throws {
        let document = JSONDocument()
        for number in stride(from: UInt32(0x20), through: 0x10FFFF, by: 61) {
            guard let scalar = Unicode.Scalar(number), scalar != "\"", scalar != "\\" else {
                continue
            }
            let text = String(scalar)
            #expect(try document.read("\"\(text)\"") { $0.string() } == text)
            let escaped = text.utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            #expect(try document.read("\"\(escaped.joined())\"") { $0.string() } == text)
        }
    }

    @Test func `depth is counted over arrays and objects and limited exactly`() throws {
        let document = JSONDocument(maximumDepth: 64)
        func nested(_ depth: Int) -> String {
            (0..<depth).map { $0 % 2 == 0 ? "[" : #"{"a":"# }.joined() + "1"
                + (0..<depth).reversed().map { $0 % 2 == 0 ? "]" : "}" }.joined()
        }
        try document.read(nested(64)) { #expect($0.kind == .array) }
        #expect(document.refusal(of: nested(65))?.reason == .tooDeep)
        #expect(document.refusal(of: String(repeating: "[", count: 100_000))?.reason == .tooDeep)
        let wide = "[" + Array(repeating: nested(63), count: 100).joined(separator: ",") + "]"
        try document.read(wide) { #expect($0.count == 100) }
        #expect(JSONDocument(maximumDepth: 1).refusal(of: "[[]]")?.reason == .tooDeep)
    }

    @Test func `U+0000 is a character like any other where it is escaped`() throws {
        #expect(try JSONDocument().read(#""a\u0000""#) { $0.string() } == "a\0")
        #expect(JSONDocument().refusal(of: #"{"\u0000":1,"\u0000":2}"#)?.reason == .duplicateKey)
    }
}
