/// Limits of a transfer; beyond them the client gives it up.
package struct TransferLimits: Sendable {
    package static let longestTransfer = Duration.seconds(10)

    /// From the look-up of the name to the end of TLS's handshake.
    package var connecting = Duration.seconds(5)
    /// A whole transfer, connecting and waiting for a connection included.
    package var transfer = TransferLimits.longestTransfer
    /// Of an answer's body, unpacked.
    package var bodyBytes = 8 << 20
    /// Of a list, which is read while it comes.
    package var listBytes = 64 << 20
    /// Connections at a time; what finds none waits. With HTTP/2 one carries all calls.
    package var connections = 16

    package init() {}
}
