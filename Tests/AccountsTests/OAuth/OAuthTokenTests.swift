import Essentials
import Testing

@testable import Accounts

@Suite struct OAuthTokenTests {
    private func hash(_ text: String) -> SHA256Digest? {
        var text = text
        return text.withUTF8 { OAuthToken.hash(of: UnsafeRawBufferPointer($0)) }
    }

    @Test(arguments: [
        "6qrZcUqja7812RVdnEKjpzOL4CvHBFG", "a", "eyJhbGciOi.J9-_~+/x==",
        String(repeating: "x", count: 512),
    ])
    func `what may be a token is known by its hash`(_ token: String) {
        #expect(hash(token) == SHA256Digest.hash(token))
    }

    @Test(arguments: [
        "", "a b", "a\tb", "=", "a=b", "tökén", "a\r\nX: y", "a\0", "a\"b", "a,b", "a\u{7F}",
        String(repeating: "x", count: 513),
    ])
    func `what can't be a token is none`(_ token: String) {
        #expect(hash(token) == nil)
    }

    @Test(arguments: [
        "kennel_s_short", "kennel_k_1_x", "kennel_",
        "kennel_s_" + String(repeating: "x", count: 44),
    ])
    func `a misspelt token of our own is never one of Discord's`(_ token: String) {
        #expect(hash(token) == nil)
    }
}
