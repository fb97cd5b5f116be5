/// Limits for clients; beyond them the server refuses or gives up.
package struct HTTPLimits: Sendable {
    /// Bytes of request line and headers together; a chunked body's trailers may hold as much again.
    package var headBytes = 16_384
    package var headers = 100
    package var bodyBytes = 1_048_576
    /// The memory of all requests together, beyond 4 KB a connection.
    package var inputBytes = 67_108_864
    /// From a request's first byte to the end of its headers.
    package var headTimeout = Duration.seconds(10)
    /// From the end of the headers to the end of the body.
    package var bodyTimeout = Duration.seconds(30)
    /// How long a connection may wait for its next request, or its first.
    package var idleTimeout = Duration.seconds(75)
    /// How long a client may read nothing of an answer that waits for it.
    package var stallTimeout = Duration.seconds(30)
    /// How long a connection is read from after its last answer, so that the answer isn't lost in a reset.
    package var lingerTimeout = Duration.seconds(2)
    /// Open connections; past them accepting pauses.
    package var connections = 10_000
    package var acceptsPerTurn = 64
    /// Unsent bytes of one connection past which nothing more is made for it until the client has read.
    package var unsentBytes = 65_536

    package init() {}
}
