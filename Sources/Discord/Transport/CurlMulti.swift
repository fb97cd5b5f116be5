import CCurl
import EventLoop

/// libcurl's transfers on the loop: the loop tells it what its sockets are ready for, and when its time has come.
@LoopActor
final class CurlMulti {
    private let multi: MultiHandle
    private let watcher = SocketWatcher()
    private var transfers: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    private var timer: TimerID?

    /// Nil where libcurl has no memory.
    init?(connections: Int) {
        guard let multi = MultiHandle() else { return nil }
        self.multi = multi
        watcher.multi = self
        let user = Unmanaged.passUnretained(self).toOpaque()
        ccurl_multi_set_socket_callback(multi.raw, changeSocket)
        ccurl_multi_set_pointer(multi.raw, CURLMOPT_SOCKETDATA, user)
        ccurl_multi_set_timer_callback(multi.raw, changeTimer)
        ccurl_multi_set_pointer(multi.raw, CURLMOPT_TIMERDATA, user)
        ccurl_multi_set_long(multi.raw, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        ccurl_multi_set_long(multi.raw, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
        ccurl_multi_set_long(multi.raw, CURLMOPT_MAXCONNECTS, connections)
    }

    /// Begins a transfer. Returns false where libcurl refuses it.
    func begin(_ transfer: CurlTransfer) -> Bool {
        guard curl_multi_add_handle(multi.raw, transfer.handle.raw) == CURLM_OK else {
            return false
        }
        transfers[transfer.handle.raw] = transfer
        return true
    }

    /// Breaks a transfer off, whatever it has come to.
    func abandon(_ transfer: CurlTransfer) {
        guard transfers.removeValue(forKey: transfer.handle.raw) != nil else { return }
        transfer.abandon()
        curl_multi_remove_handle(multi.raw, transfer.handle.raw)
    }

    // MARK: What the loop says

    fileprivate func ready(_ fd: Int32, _ readiness: Readiness) {
        var events: Int32 = 0
        // A failure shows to whoever reads or writes.
        if !readiness.isDisjoint(with: [.readable, .failed]) { events |= CURL_CSELECT_IN }
        if !readiness.isDisjoint(with: [.writable, .failed]) { events |= CURL_CSELECT_OUT }
        act(fd, events)
    }

    private func act(_ socket: curl_socket_t, _ events: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi.raw, socket, events, &running)
        concludeEnded()
    }

    private func concludeEnded() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi.raw, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
                let transfer = transfers.removeValue(forKey: handle)
            else { continue }
            transfer.conclude(ccurl_result(message))
            curl_multi_remove_handle(multi.raw, handle)
        }
    }

    // MARK: What libcurl says

    fileprivate func watch(_ fd: Int32, _ what: Int32) {
        switch what {
        case CURL_POLL_IN: watcher.watch(fd, .read)
        case CURL_POLL_OUT: watcher.watch(fd, .write)
        case CURL_POLL_INOUT: watcher.watch(fd, [.read, .write])
        default: watcher.unwatch(fd)
        }
    }

    /// - Parameter milliseconds: -1 for never.
    fileprivate func setTimer(_ milliseconds: Int) {
        if let timer { EventLoop.shared.cancel(timer) }
        timer = nil
        guard milliseconds >= 0 else { return }
        timer = EventLoop.shared.schedule(after: .milliseconds(milliseconds)) { [weak self] in
            self?.timer = nil
            self?.act(CURL_SOCKET_TIMEOUT, 0)
        }
    }
}

/// Libcurl's sockets as the loop knows them.
@LoopActor
private final class SocketWatcher: DescriptorHandler {
    weak var multi: CurlMulti?
    private var watched: Set<Int32> = []

    func watch(_ fd: Int32, _ interest: Interest) {
        if watched.contains(fd) {
            EventLoop.shared.rewatch(fd, interest)
        } else if EventLoop.shared.watch(fd, interest, self) {
            watched.insert(fd)
        }
    }

    func unwatch(_ fd: Int32) {
        guard watched.remove(fd) != nil else { return }
        EventLoop.shared.unwatch(fd)
    }

    func ready(_ fd: Int32, _ readiness: Readiness) {
        multi?.ready(fd, readiness)
    }
}

private func changeSocket(
    _ easy: UnsafeMutableRawPointer?, _ fd: curl_socket_t, _ what: Int32,
    _ user: UnsafeMutableRawPointer?, _ socket: UnsafeMutableRawPointer?
) -> Int32 {
    guard let multi = multi(user) else { return 0 }
    LoopActor.assumeIsolated { multi.watch(fd, what) }
    return 0
}

private func changeTimer(
    _ handle: UnsafeMutableRawPointer?, _ milliseconds: Int, _ user: UnsafeMutableRawPointer?
) -> Int32 {
    guard let multi = multi(user) else { return 0 }
    LoopActor.assumeIsolated { multi.setTimer(milliseconds) }
    return 0
}

private func multi(_ user: UnsafeMutableRawPointer?) -> CurlMulti? {
    user.map { Unmanaged<CurlMulti>.fromOpaque($0).takeUnretainedValue() }
}
