import CLinux
import EventLoop
import Glibc

/// Closing a connection.
extension HTTPConnection {
    /// Ends a connection whose client may still be sending: the last answer must reach it all the same.
    func closeAfterAnswer() async {
        if !isAborted {
            await waitUntilUnsent(atMost: 0)
            await linger()
        }
        await close()
    }

    /// Sends what is left and gives everything back.
    func close() async {
        if !isAborted { await waitUntilUnsent(atMost: 0) }
        EventLoop.shared.unwatch(fd)
        if isAborted { clinux_reset_on_close(fd) }
        Glibc.close(fd)
        giveBackBuffers()
        server.closed(self)
    }

    /// Closing a socket with unread input sends a reset, which can overtake the answer and destroy it. So only the
    /// sending side is closed first, and input is thrown away until the client closes too, or has had its time.
    private func linger() async {
        guard !isBroken, shutdown(fd, Int32(SHUT_WR)) == 0 else { return }
        enter(.lingering)
        isReadable = true
        while !isBroken, !isExpired {
            if discardInput() { return }
            if isReadable { await waitForTurnEnd() } else { await wait() }
        }
    }

    /// Throws away what has come, a bounded amount at once; true at the end of the input.
    private func discardInput() -> Bool {
        let count = clinux_discard(fd, 1 << 20)
        if count == 0 { return true }
        if count < 0, errno != EINTR { isReadable = false }
        return false
    }

    private func giveBackBuffers() {
        if let input { server.pool.giveBack(input) }
        if let output { server.pool.giveBack(output) }
        input = nil
        output = nil
    }
}
