import Essentials
import EventLoop

/// Knows who stands behind a bearer token.
package protocol CallerSource: AnyObject, Sendable {
    /// The caller of a token, where it's known without asking anybody; the way of most requests.
    /// - Throws: `APIError.tooManyRequests`.
    @LoopActor func knownCaller(bearer: UnsafeRawBufferPointer) throws(APIError) -> Caller?

    /// The caller of a token; nil where it's unknown or revoked. The request counts against the caller's limit.
    /// - Parameters:
    ///   - bearer: what follows `Bearer `; valid until this returns.
    ///   - client: who is held to account for unknown tokens.
    /// - Throws: `DatabaseError`, which answers 802 to a GET and 803 to the rest; `APIError.tooManyRequests`.
    @LoopActor func caller(
        bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> Caller?

    /// The same, and no limit is touched: the request comes when its body has.
    @LoopActor func identify(
        bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> Caller?
}

extension CallerSource {
    /// Nobody is known.
    @LoopActor package func knownCaller(
        bearer: UnsafeRawBufferPointer
    ) throws(APIError) -> Caller? { nil }

    /// There are no limits.
    @LoopActor package func identify(
        bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> Caller? {
        try await caller(bearer: bearer, from: client, deadline: deadline)
    }
}
