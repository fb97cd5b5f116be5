@testable import Essentials

/// JSON as a tree, to compare with.
indirect enum Tree: Equatable {
    case object([Member])
    case array([Tree])
    case string(String)
    case number(String)
    case bool(Bool)
    case null

    struct Member: Equatable {
        var key: String
        var value: Tree
    }

    init(_ value: JSONValue) {
        switch value.kind {
        case .object:
            self = .object(
                value.members.map { Member(key: $0.key.string() ?? "?", value: Tree($0.value)) })
        case .array: self = .array(value.elements.map { Tree($0) })
        case .string: self = .string(value.string() ?? "?")
        case .number:
            self = .number(String(decoding: value.tape.text(value.node), as: UTF8.self))
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .null: self = .null
        }
    }
}

/// A second reader of JSON, as plain as can be and as slow as it likes: what the product's reader
/// is compared with.
struct ReferenceJSON {
    private var rest: ArraySlice<UInt8>
    private let depth: Int
    private struct Refused: Error {}

    /// The tree, or nil where the text is not strict JSON.
    static func parse(_ bytes: [UInt8], depth: Int = 64) -> Tree? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = ReferenceJSON(rest: bytes[...], depth: depth)
        guard let tree = try? reader.value(depth: 0) else { return nil }
        reader.space()
        return reader.rest.isEmpty ? tree : nil
    }

    private mutating func space() {
        while let byte = rest.first, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { rest.removeFirst() }
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest.removeFirst(text.utf8.count)
        return true
    }

    private mutating func need(_ text: String) throws {
        guard take(text) else { throw Refused() }
    }

    private mutating func value(depth inside: Int) throws -> Tree {
        space()
        if take("null") { return .null }
        if take("true") { return .bool(true) }
        if take("false") { return .bool(false) }
        if rest.first == UInt8(ascii: "\"") { return .string(try string()) }
        guard rest.first == UInt8(ascii: "[") || rest.first == UInt8(ascii: "{") else {
            return .number(try number())
        }
        guard inside < depth else { throw Refused() }
        return take("[") ? try array(inside) : try object(inside)
    }

    private mutating func array(_ inside: Int) throws -> Tree {
        var elements: [Tree] = []
        space()
        if take("]") { return .array([]) }
        repeat {
            elements.append(try value(depth: inside + 1))
            space()
        } while take(",")
        try need("]")
        return .array(elements)
    }

    private mutating func object(_ inside: Int) throws -> Tree {
        try need("{")
        var members: [Tree.Member] = []
        space()
        if take("}") { return .object([]) }
        repeat {
            space()
            let key = try string()
            // Compared as code units: Swift's strings are also equal when only canonically so.
            guard !members.contains(where: { Array($0.key.utf8) == Array(key.utf8) }) else {
                throw Refused()
            }
            space()
            try need(":")
            members.append(Tree.Member(key: key, value: try value(depth: inside + 1)))
            space()
        } while take(",")
        try need("}")
        return .object(members)
    }

    private mutating func string() throws -> String {
        try need("\"")
        var units: [UInt16] = []
        while !take("\"") {
            guard let byte = rest.first, byte >= 0x20 else { throw Refused() }
            if take("\\") {
                units.append(try escape())
            } else {
                let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                units += String(decoding: rest.prefix(length), as: UTF8.self).utf16
                rest.removeFirst(length)
            }
        }
        guard let text = String(validating: units, as: UTF16.self) else { throw Refused() }
        return text
    }

    private mutating func escape() throws -> UInt16 {
        guard let letter = rest.popFirst() else { throw Refused() }
        let plain: [UInt8: UInt16] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
        ]
        if let unit = plain[letter] { return unit }
        let digits = rest.prefix(4)
        let isHex = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }
        guard letter == UInt8(ascii: "u"), digits.count == 4, isHex,
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw Refused() }
        rest.removeFirst(4)
        return unit
    }

    private mutating func number() throws -> String {
        let start = rest
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return String(decoding: start[..<rest.startIndex], as: UTF8.self)
    }

    private mutating func digits() throws {
        let count = rest.prefix { (0x30...0x39).contains($0) }.count
        guard count > 0 else { throw Refused() }
        rest.removeFirst(count)
    }
}
