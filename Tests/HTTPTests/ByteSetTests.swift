import Testing

@testable import HTTP

@Suite struct ByteSetTests {
    private static let alphanumeric =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

    private func bytes(_ set: ByteSet) -> [UInt8] {
        (0...255).filter(set.contains)
    }

    @Test func `tokens are made of tchar`() {
        #expect(bytes(.token) == (Self.alphanumeric + "!#$%&'*+-.^_`|~").utf8.sorted())
    }

    @Test func `targets are made of visible characters but five`() {
        #expect(bytes(.target) == (0x21...0x7E).filter { !"\"#<>\\".utf8.contains($0) })
    }

    @Test func `host names are made of reg-name characters`() {
        #expect(bytes(.hostName) == (Self.alphanumeric + "-._~!$&'()*+,;=%").utf8.sorted())
    }
}
