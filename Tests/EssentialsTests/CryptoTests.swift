import Essentials
import Testing

@Suite struct CryptoTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `a hash is that of the standard's examples`(text: String, hex: String) {
        #expect(SHA256Digest.hash(text).hex == hex)
    }

    @Test func `a hash survives being stored`() throws {
        let digest = SHA256Digest.hash("token")
        let stored = digest.bytes.withUnsafeBytes { SHA256Digest(bytes: $0) }
        #expect(stored == digest)
        #expect(try #require(stored).constantTimeEquals(digest))
        #expect(!digest.constantTimeEquals(.hash("Token")))
        #expect([1, 2].withUnsafeBytes { SHA256Digest(bytes: $0) } == nil)
        #expect(digest.first64Bits == UInt64(digest.hex.prefix(16), radix: 16))
    }

    @Test func `tokens are long, plain and never the same`() {
        let tokens = (0..<100).map { _ in SecureRandom.token() }
        #expect(Set(tokens).count == 100)
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        for token in tokens {
            #expect(token.count == 43)
            #expect(token.allSatisfy(alphabet.contains))
        }
        #expect(SecureRandom.bytes(0).isEmpty)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
        ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"), ("\u{3ff}\u{3fe}", "z7_Pvg"),
    ])
    func `base64 is that of the standard's examples`(text: String, encoded: String) {
        var writer = ByteWriter()
        writer.append(base64URL: Array(text.utf8))
        #expect(writer.string == encoded)
    }
}
