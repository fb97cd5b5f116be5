import Essentials
import Testing

@Suite struct JSONWritingTests {
    private func written(_ body: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter(capacity: 1)
        body(&writer)
        return writer.string
    }

    @Test func `commas come where they are due and nowhere else`() throws {
        let id = try #require(Snowflake(rawValue: 123_456_789_012_345_678))
        let text = written { json in
            json.beginObject()
            json.field("success", true)
            json.key("data")
            json.beginObject()
            json.key("rows")
            json.beginArray()
            for number in 1...3 {
                json.beginObject()
                json.field("n", number)
                json.field("id", id)
                json.endObject()
            }
            json.endArray()
            json.field("empty", [Int64]())
            json.field("none", String?.none)
            json.field("some", Int64?(7))
            json.endObject()
            json.key("error")
            json.beginObject()
            json.endObject()
            json.endObject()
        }
        let row = #","id":"123456789012345678"}"#
        #expect(
            text == #"{"success":true,"data":{"rows":[{"n":1\#(row),{"n":2\#(row),{"n":3\#(row)],"#
                + #""empty":[],"none":null,"some":7},"error":{}}"#)
    }

    @Test func `a document after a header line starts without a comma`() {
        let text = written { json in
            json.append("HTTP/1.1 200 OK\r\n\r\n")
            json.beginArray()
            json.value(1)
            json.value(2.5)
            json.null()
            json.value("a")
            json.endArray()
        }
        #expect(text == "HTTP/1.1 200 OK\r\n\r\n[1,2.5,null,\"a\"]")
    }

    @Test func `a string that ends in a bracket or comma does not swallow the next comma`() {
        let text = written { json in
            json.beginArray()
            for part in ["{", "[", ",", ":", "\n", ""] { json.value(part) }
            json.endArray()
        }
        #expect(text == #"["{","[",",",":","\n",""]"#)
    }

    @Test func `quotes, backslashes and controls are escaped at every position`() {
        for length in 0..<40 {
            for position in 0...length {
                for scalar in ["\"", "\\", "\n", "\r", "\t", "\0", "\u{1f}", "\u{8}"] {
                    let front = String(repeating: "x", count: position)
                    let back = String(repeating: "é", count: length - position)
                    let escaped =
                        [
                            "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t",
                            "\0": "\\u0000", "\u{1f}": "\\u001f", "\u{8}": "\\u0008",
                        ][scalar] ?? ""
                    #expect(
                        written { $0.value(front + scalar + back) }
                            == "\"\(front)\(escaped)\(back)\"")
                }
            }
        }
    }

    @Test func `everything else is copied as it is`() {
        let text = "äöü € 😀 \u{7f}\u{80}\u{2028} /!#[]^`~ \u{10FFFF}"
        #expect(written { $0.value(text) } == "\"\(text)\"")
    }

    @Test(
        arguments: [
            (0.0, "0.0"), (-0.0, "-0.0"), (1.5, "1.5"), (0.1, "0.1"), (1e300, "1e+300"),
            (.leastNonzeroMagnitude, "5e-324"), (.infinity, "null"), (-.infinity, "null"),
            (.nan, "null"),
        ] as [(Double, String)])
    func `a double is its shortest decimal, or null`(number: Double, text: String) {
        #expect(written { $0.value(number) } == text)
    }

    @Test func `names are escaped where they may need it`() {
        let text = written { json in
            json.beginObject()
            json.key("a\"b" as String)
            json.value(Int64.min)
            json.key("c" as String)
            json.value(Int64.max)
            json.endObject()
        }
        #expect(text == #"{"a\"b":-9223372036854775808,"c":9223372036854775807}"#)
    }
}
