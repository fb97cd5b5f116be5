import CCurl
import EventLoop
import Glibc
import HTTP

/// Sets an easy handle's options, and remembers the first that libcurl refused.
private struct Options {
    let handle: UnsafeMutableRawPointer
    private(set) var failure = CURLE_OK

    init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(ccurl_set_long(handle, option, value))
    }

    mutating func set(_ option: CURLoption, _ text: String?) {
        note(ccurl_set_string(handle, option, text))
    }

    mutating func note(_ code: CURLcode) {
        if failure == CURLE_OK { failure = code }
    }
}

extension CurlTransfer {
    /// Prepares the handle for its request. Returns what libcurl refused, if anything.
    func prepare(_ exchange: HTTPExchange, caFile: String?) -> CURLcode {
        var options = Options(handle.raw)
        setTarget(exchange, &options)
        setTrust(caFile, &options)
        setLimits(&options)
        setBody(exchange, &options)
        setCallbacks(&options)
        return options.failure
    }

    private func setTarget(_ exchange: HTTPExchange, _ options: inout Options) {
        options.set(CURLOPT_URL, exchange.url)
        options.set(CURLOPT_PROTOCOLS_STR, "http,https")
        options.set(CURLOPT_FOLLOWLOCATION, 0)
        options.set(CURLOPT_PATH_AS_IS, 1)
        // What the environment says about proxies is meant for other programs; DISCORD_API_BASE is our way to have one.
        options.set(CURLOPT_PROXY, "")
        options.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Rather wait for a connection that may carry several calls than open another. Without TLS none may, and libcurl would learn
        // that from the first answer only.
        options.set(CURLOPT_PIPEWAIT, exchange.url.hasPrefix("https:") ? 1 : 0)
        options.set(CURLOPT_ACCEPT_ENCODING, "gzip")
        options.note(ccurl_set_list(handle.raw, CURLOPT_HTTPHEADER, handle.lines))
    }

    private func setTrust(_ caFile: String?, _ options: inout Options) {
        options.set(CURLOPT_SSL_VERIFYPEER, 1)
        options.set(CURLOPT_SSL_VERIFYHOST, 2)
        options.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // The system's certificates come from their folder, one by one as needed: reading the file of all of them takes OpenSSL 50 ms,
        // in which the loop would do nothing else. A file of our own is short, and read once.
        options.set(CURLOPT_CAINFO, caFile)
        if caFile != nil { options.set(CURLOPT_CAPATH, nil) }
    }

    private func setLimits(_ options: inout Options) {
        options.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(limits.connecting))
        options.set(CURLOPT_TIMEOUT_MS, milliseconds(limits.transfer))
        // Without this, giving a look-up up would wait for the thread that does it, and the loop with it.
        options.set(CURLOPT_QUICK_EXIT, 1)
        options.set(CURLOPT_NOSIGNAL, 1)
        options.note(ccurl_set_socket_callback(handle.raw, openSocket))
        options.set(CURLOPT_TCP_KEEPALIVE, 1)
        options.set(CURLOPT_TCP_KEEPIDLE, 30)
        options.set(CURLOPT_TCP_KEEPINTVL, 10)
    }

    /// At least one: 0 would be no limit.
    private func milliseconds(_ limit: Duration) -> Int {
        max(1, Int(limit.inNanoseconds / 1_000_000))
    }

    private func setBody(_ exchange: HTTPExchange, _ options: inout Options) {
        if exchange.method == .get {
            options.set(CURLOPT_HTTPGET, 1)
        } else {
            // Also where there is no body: servers want a length of everything but GET and DELETE.
            options.set(CURLOPT_POST, 1)
            options.set(CURLOPT_CUSTOMREQUEST, exchange.method.rawValue)
            options.note(
                ccurl_set_offset(
                    handle.raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(exchange.body?.count ?? 0)))
        }
    }

    private func setCallbacks(_ options: inout Options) {
        let user = Unmanaged.passUnretained(self).toOpaque()
        options.note(ccurl_set_pointer(handle.raw, CURLOPT_WRITEDATA, user))
        options.note(ccurl_set_transfer_callback(handle.raw, CURLOPT_WRITEFUNCTION, takeBytes))
        options.note(ccurl_set_pointer(handle.raw, CURLOPT_READDATA, user))
        options.note(ccurl_set_transfer_callback(handle.raw, CURLOPT_READFUNCTION, giveBytes))
        options.note(ccurl_set_pointer(handle.raw, CURLOPT_SEEKDATA, user))
        options.note(ccurl_set_seek_callback(handle.raw, rewindBody))
    }
}

/// A socket that no child process inherits, as all of ours.
private func openSocket(
    _ user: UnsafeMutableRawPointer?, _ purpose: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address = address?.pointee else { return CURL_SOCKET_BAD }
    let type = address.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.family, type, address.protocol)
}

private func takeBytes(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ user: UnsafeMutableRawPointer?
) -> Int {
    // libcurl calls on the loop's thread, and the bytes are used up before this returns.
    nonisolated(unsafe) let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
    guard let transfer = transfer(user) else { return 0 }
    return LoopActor.assumeIsolated { transfer.take(piece) } ? piece.count : 0
}

private func giveBytes(
    _ room: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ user: UnsafeMutableRawPointer?
) -> Int {
    // libcurl calls on the loop's thread, and the bytes are used up before this returns.
    nonisolated(unsafe) let room = UnsafeMutableRawBufferPointer(start: room, count: size * count)
    guard let transfer = transfer(user) else { return 0 }
    return LoopActor.assumeIsolated { transfer.give(room) }
}

private func rewindBody(
    _ user: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32
) -> Int32 {
    guard let transfer = transfer(user) else { return CURL_SEEKFUNC_FAIL }
    return LoopActor.assumeIsolated { transfer.rewind() } ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}

private func transfer(_ user: UnsafeMutableRawPointer?) -> CurlTransfer? {
    user.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
}
