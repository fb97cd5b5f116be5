import API
import EventLoop

/// Knows no tokens.
final class NobodyKnown: CallerSource {
    func caller(bearer: UnsafeRawBufferPointer, deadline: Instant) async throws -> Caller? { nil }
}
