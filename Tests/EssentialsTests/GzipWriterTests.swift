import Essentials
import TestSupport
import Testing

@Suite struct GzipWriterTests {
    @Test(arguments: [0, 1, 4_095, 4_096, 100_000])
    func `what was compressed in parts is whole again`(count: Int) throws {
        let text = Array((0..<count).map { UInt8(ascii: "a") + UInt8($0 * $0 % 26) })
        let gzip = GzipWriter()
        var output = ByteWriter()
        for start in stride(from: 0, to: count, by: 777) {
            text[start..<min(start + 777, count)].withUnsafeBytes { gzip.append($0, to: &output) }
        }
        gzip.finish(to: &output)
        #expect(try gunzip(output.bytes) == text)
        #expect(try gunzip(GzipWriter.compress(text)) == text)
    }

    @Test func `rows become a good deal smaller`() {
        let rows = (0..<1_000).map { #"{"guild_id":"175928847299117063","user_id":"\#($0)"},"# }
        let text = Array(rows.joined().utf8)
        #expect(GzipWriter.compress(text).count < text.count / 5)
    }
}
