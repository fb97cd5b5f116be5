import Essentials
import TestSupport
import Testing

@Suite struct JSONRobustnessTests {
    static let samples = [
        #"{"guild_id":"123456789012345678","list":[1,-2.5e3,null,true,false],"é\n\u20ac":{"a":{}}}"#,
        #"[[[],{}],"\ud83d\ude00 plain text and more of it \\ \" \/","ü€😀",{"x":[{"y":0}]}]"#,
        #"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":{"a":10},"\u006b":11}"#,
        #" { "message_id" : 9223372036854775807 , "n" : -0 , "m" : 1E-2 } "#,
    ]

    @Test(arguments: samples)
    func `every cut of a text is refused`(text: String) throws {
        let bytes = Array(text.utf8)
        let document = JSONDocument()
        try document.read(bytes) { #expect(Tree($0) == ReferenceJSON.parse(bytes)) }
        let end = text.last == " " ? bytes.count - 1 : bytes.count
        for length in 0..<end {
            let cut = Array(bytes[..<length])
            #expect(document.refusal(of: cut) != nil)
            #expect(document.root.isNull)
        }
    }

    @Test(arguments: samples, [1, 2, 3, 4] as [UInt64])
    func `a mutated text is taken or refused as the reference does`(text: String, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let original = Array(text.utf8)
        let document = JSONDocument(maximumDepth: 6)
        var taken = 0
        for _ in 0..<3000 {
            let bytes = mutate(original, with: &random)
            let expected = ReferenceJSON.parse(bytes, depth: 6)
            let tree = try? document.read(bytes) { Tree($0) }
            #expect(tree == expected, "\(String(decoding: bytes, as: UTF8.self))")
            taken += tree == nil ? 0 : 1
        }
        #expect(taken > 50 && taken < 2950)
    }

    private func mutate(_ original: [UInt8], with random: inout SeededGenerator) -> [UInt8] {
        let interesting =
            Array("{}[]:,\"\\u0dDeE+-.19tfn \n\0\u{1f}é😀".utf8) + [0x80, 0xC3, 0xED, 0xFF]
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<max(bytes.count, 1), using: &random)
            let byte = interesting.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.insert(byte, at: min(place, bytes.count))
            case 1 where !bytes.isEmpty: bytes[place] = byte
            case 2 where !bytes.isEmpty:
                bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 3 where !bytes.isEmpty: bytes.remove(at: place)
            case 4:
                let end = Int.random(in: place...bytes.count, using: &random)
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            default:
                let end = Int.random(in: place...bytes.count, using: &random)
                bytes.removeSubrange(place..<end)
            }
        }
        return bytes
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `bytes at random crash nothing`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let document = JSONDocument()
        for _ in 0..<3000 {
            let count = Int.random(in: 0..<60, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect((document.refusal(of: bytes) == nil) == (ReferenceJSON.parse(bytes) != nil))
        }
    }

    @Test func `one key among a hundred thousand is found twice, and none where none is`() throws {
        let document = JSONDocument()
        let members = (0..<100_000).map { "\"\(String($0, radix: 36))\":1" }
        try document.read("{" + members.joined(separator: ",") + "}") { root in
            #expect(root.count == 100_000)
            #expect(root.member("22p" as String)?.int64() == 1)
        }
        for twice in [0, 77_777, 99_999] {
            let again = "\"\\u00\(twice < 10 ? "30" : "")\""
            let key = twice == 0 ? again : "\"\(String(twice, radix: 36))\""
            let text = "{" + members.joined(separator: ",") + ",\(key):2}"
            #expect(document.refusal(of: text)?.reason == .duplicateKey)
        }
    }

    @Test func `duplicates are found in objects of every size`() throws {
        let document = JSONDocument()
        for size in 2...40 {
            let keys = (0..<size).map { "\"key\($0)\":[{}]" }
            try document.read("{" + keys.joined(separator: ",") + "}") { #expect($0.count == size) }
            for twice in [0, size / 2, size - 1] {
                let text = "{" + keys.joined(separator: ",") + ",\"\\u006bey\(twice)\":0}"
                #expect(document.refusal(of: text)?.reason == .duplicateKey)
            }
        }
    }

    @Test func `a document is used again after large texts and after errors`() throws {
        let document = JSONDocument()
        let large = "[" + Array(repeating: #""a\n""#, count: 150_000).joined(separator: ",") + "]"
        for _ in 0..<3 {
            try document.read(large) { #expect($0.count == 150_000) }
            #expect(document.refusal(of: "[1,") != nil)
            #expect(document.root.isNull)
            try document.read(#"{"a":"\u00e9"}"#) { #expect($0.member("a")?.string() == "é") }
        }
        #expect(throws: JSONError(reason: .unexpectedEnd, offset: 0)) {
            try document.parse(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    @Test func `the densest texts fit the tape`() throws {
        let document = JSONDocument()
        for count in 1...300 {
            let digits = "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]"
            try document.read(digits) { #expect($0.count == count) }
            let empties = "[" + Array(repeating: "[]", count: count).joined(separator: ",") + "]"
            try document.read(empties) { #expect($0.count == count) }
            let open = String(repeating: "[", count: min(count, 64))
            #expect(document.refusal(of: open)?.reason == .unexpectedEnd)
            let keys = #"{"":["# + Array(repeating: #"{"":1}"#, count: count).joined(separator: ",")
            #expect(document.refusal(of: keys)?.reason == .unexpectedEnd)
        }
    }
}
