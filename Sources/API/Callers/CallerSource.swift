import EventLoop

/// Knows who stands behind a bearer token.
package protocol CallerSource: AnyObject, Sendable {
    /// The caller of a token, where it's known without asking anybody; the way of most requests.
    /// - Throws: `APIError.tooManyRequests`.
    @LoopActor func knownCaller(bearer: UnsafeRawBufferPointer) throws(APIError) -> Caller?

    /// The caller of a token; nil where it's unknown or revoked.
    /// - Parameter bearer: what follows `Bearer `; valid until this returns.
    /// - Throws: `DatabaseError`, which answers 802 to a GET and 803 to the rest; `APIError.tooManyRequests`.
    @LoopActor func caller(bearer: UnsafeRawBufferPointer, deadline: Instant) async throws
        -> Caller?
}

extension CallerSource {
    /// Nobody is known.
    @LoopActor package func knownCaller(
        bearer: UnsafeRawBufferPointer
    ) throws(APIError) -> Caller? { nil }
}
