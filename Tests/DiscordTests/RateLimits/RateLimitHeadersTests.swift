import Testing

@testable import Discord

@Suite struct RateLimitHeadersTests {
    @Test func `headers are read in any case`() {
        var headers = RateLimitHeaders()
        headers.note("x-ratelimit-limit", "5")
        headers.note("X-RateLimit-Remaining", "3")
        headers.note("X-RATELIMIT-RESET-AFTER", "0.250")
        headers.note("X-RateLimit-Bucket", "abcd1234")
        headers.note("x-ratelimit-scope", "shared")
        headers.note("Content-Type", "application/json")
        #expect(headers.limit == 5)
        #expect(headers.remaining == 3)
        #expect(headers.resetAfter == .milliseconds(250))
        #expect(headers.bucket == "abcd1234")
        #expect(headers.scope == .shared)
        #expect(headers.areDiscords)
    }

    @Test(arguments: ["", "-1", "nan", "inf", "soon", "0x10p"])
    func `nonsense counts as nothing`(text: String) {
        var headers = RateLimitHeaders()
        for name in ["X-RateLimit-Reset-After", "Retry-After", "X-RateLimit-Scope"] {
            headers.note(name, text)
        }
        headers.note("X-RateLimit-Bucket", "")
        #expect(headers == RateLimitHeaders())
        #expect(!headers.areDiscords)
    }

    @Test func `what is longer than a day counts as a day`() {
        var headers = RateLimitHeaders()
        headers.note("Retry-After", "1e300")
        #expect(headers.retryAfter == .seconds(86_400))
    }

    @Test func `the body's time is finer than the header's`() {
        var headers = RateLimitHeaders()
        headers.note("Retry-After", "1")
        headers.note(body: Array(#"{"message":"x","retry_after":0.3,"global":false}"#.utf8))
        #expect(headers.retryAfter == .milliseconds(300))
        #expect(!headers.isGlobal)
        #expect(headers.areDiscords)
    }

    @Test(arguments: ["", "<html>", "[]", "{\"retry_after\":\"soon\"}", "{\"retry_after\":"])
    func `another body tells nothing`(text: String) {
        var headers = RateLimitHeaders()
        headers.note(body: Array(text.utf8))
        #expect(headers == RateLimitHeaders())
    }
}
