import EventLoop
import Glibc
import HTTP
import TestSupport
import Testing

@Suite struct HTTPServerTests {
    @Test func `smoke`() async throws {
    }
}
