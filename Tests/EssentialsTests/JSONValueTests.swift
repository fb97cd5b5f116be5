import Essentials
import TestSupport
import Testing

@Suite struct JSONValueTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("1", 1), ("-1", -1), ("1.0", 1), ("-1.000", -1), ("1e2", 100),
            ("1E+2", 100), ("100e-2", 1), ("1.5e1", 15), ("0.00125e5", 125),
            ("0e99999999999999", 0),
            ("0.000", 0), ("12.0e0", 12), ("10e-1", 1), ("1200e-2", 12),
            ("999999999999999999", 999_999_999_999_999_999),
            ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775807.000", .max), ("922337203685477580.7e1", .max),
            ("-922337203685477580800e-2", .min), ("9.223372036854775807e18", .max),
            ("1e18", 1_000_000_000_000_000_000), ("10000000000000000000000e-10", 1_000_000_000_000),
            ("123456789012345678", 123_456_789_012_345_678),
            ("9007199254740993", 9_007_199_254_740_993),
        ] as [(String, Int64)])
    func `an exact integer is read exactly, however it is written`(text: String, number: Int64)
        throws
    {
        #expect(try JSONDocument().read(text) { $0.int64() } == number)
    }

    @Test(arguments: [
        "1.5", "0.1", "-0.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19",
        "9.3e18", "18446744073709551615", "18446744073709551616", "1e20", "1e400",
        "1e99999999999999999999", "1e-99999999999999999999", "9223372036854775807.5",
        "9223372036854775807.00000000000000000000001", "123456789012345678901234567890",
        "1.00000000000000000000000000000000000000001", "15e-1", "0.9999999999999999999999999",
        "\"1\"", "true", "null", "[]", "{}",
    ])
    func `what is no integer of 64 bits is none`(text: String) throws {
        #expect(try JSONDocument().read(text) { $0.int64() } == nil)
    }

    @Test func `a number with a million zeros is read without trouble`() throws {
        let zeros = String(repeating: "0", count: 1_000_000)
        let document = JSONDocument()
        #expect(try document.read("1.\(zeros)") { $0.int64() } == 1)
        #expect(try document.read("1\(zeros)e-1000000") { $0.int64() } == 1)
        #expect(try document.read("0.\(zeros)1") { $0.int64() } == nil)
        #expect(try document.read("1\(zeros)1") { $0.int64() } == nil)
        #expect(try document.read("1\(zeros)") { $0.double() } == nil)
    }

    @Test(arguments: [
        "0", "-0", "1", "0.1", "-2.5", "1e22", "1e23", "123456789.125", "1e-22", "3e-23",
        "9007199254740993", "1.7976931348623157e308", "5e-324", "2.2250738585072014e-308",
        "0.1000000000000000055511151231257827", "123456789012345678901234567890",
        "8.41e21", "0.30000000000000004", "4.35", "0.000001", "1e-400", "0e500",
        "99999999999999999999",
    ])
    func `a double is the nearest one`(text: String) throws {
        let number = try JSONDocument().read(text) { $0.double() }
        #expect(number == Double(text))
        #expect(number?.sign == Double(text)?.sign)
    }

    @Test func `doubles of every kind read back as they were written`() throws {
        var random = SeededGenerator(seed: 7)
        let document = JSONDocument()
        for _ in 0..<20_000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            for value in [
                number, (number / number.ulp).rounded().truncatingRemainder(dividingBy: 1e9) / 1000,
            ]
            where value.isFinite {
                var writer = ByteWriter()
                writer.value(value)
                #expect(try document.read(writer.bytes) { $0.double() } == value)
            }
        }
    }

    @Test(arguments: ["1e309", "-1e400", "1e999999999999", "\"1\"", "null", "[1]"])
    func `what is no finite double is none`(text: String) throws {
        #expect(try JSONDocument().read(text) { $0.double() } == nil)
    }

    @Test func `members are found by name, also where keys are escaped`() throws {
        let document = JSONDocument()
        try document.read(#"{"a":1,"b":{"a":2},"\u0063d":[true,false],"é":null}"#) { root in
            #expect(root.count == 4)
            #expect(root.member("a")?.int64() == 1)
            #expect(root.member("b")?.member("a")?.int64() == 2)
            #expect(root.member("cd")?.elements.map { $0.bool() } == [true, false])
            #expect(root.member("é" as String)?.isNull == true)
            #expect(root.member("c") == nil)
            #expect(root.member("") == nil)
            #expect(root.member("a")?.member("a") == nil)
            #expect(root.members.map { $0.key.string() } == ["a", "b", "cd", "é"])
            #expect(root.elements.map { $0.kind } == [])
        }
    }

    @Test func `a value gives only what it is`() throws {
        let document = JSONDocument()
        try document.read(#"["x",12,true,null,{},[]]"#) { root in
            let values = Array(root.elements)
            #expect(values.map(\.kind) == [.string, .number, .true, .null, .object, .array])
            #expect(values.map { $0.string() } == ["x", nil, nil, nil, nil, nil])
            #expect(values.map { $0.int64() } == [nil, 12, nil, nil, nil, nil])
            #expect(values.map { $0.bool() } == [nil, nil, true, nil, nil, nil])
            #expect(values.map { $0.withUTF8 { $0.count } } == [1, nil, nil, nil, nil, nil])
            #expect(values.map(\.count) == [0, 0, 0, 0, 0, 0])
            #expect(values.map(\.isNull) == [false, false, false, true, false, false])
        }
    }

    @Test func `a view keeps its document's memory alive`() throws {
        let bytes = Array(#"{"a":"\u0062"}"#.utf8)
        try bytes.withUnsafeBytes { bytes in
            var document: JSONDocument? = JSONDocument()
            try document?.parse(bytes)
            let root = document?.root
            document = nil
            #expect(root?.member("a")?.string() == "b")
        }
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `random strings survive writing and reading`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let document = JSONDocument()
        for _ in 0..<2000 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<30, using: &random) {
                let range: UInt32 =
                    [0x30, 0x80, 0x800, 0x110000].randomElement(using: &random) ?? 1
                let number = UInt32.random(in: 0..<range, using: &random)
                scalars.append(Unicode.Scalar(number) ?? "\u{D7FF}")
            }
            let text = String(scalars)
            var writer = ByteWriter(capacity: 1)
            writer.beginObject()
            writer.key(text)
            writer.value(text)
            writer.endObject()
            let (key, value) = try document.read(writer.bytes) { root in
                (root.members.first { _ in true }?.key.string(), root.member(text)?.string())
            }
            #expect(key.map { Array($0.utf8) } == Array(text.utf8))
            #expect(value.map { Array($0.utf8) } == Array(text.utf8))
        }
    }
}
