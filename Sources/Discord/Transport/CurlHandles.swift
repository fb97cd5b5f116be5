import CCurl

/// Owns an easy handle and the header lines it refers to.
final class EasyHandle {
    let raw: UnsafeMutableRawPointer
    let lines: UnsafeMutablePointer<curl_slist>?

    /// Nil where libcurl has no memory.
    init?(headers: [String]) {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
        lines = headers.reduce(nil) { curl_slist_append($0, $1) }
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_slist_free_all(lines)
    }
}

/// Owns a multi handle: connections, looked-up names, read certificates.
final class MultiHandle {
    let raw: UnsafeMutableRawPointer

    /// Nil where libcurl has no memory.
    init?() {
        guard curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK, let raw = curl_multi_init()
        else { return nil }
        self.raw = raw
    }

    /// Whoever waits for a transfer holds this, so none is under way: nothing has to be said to the loop.
    deinit {
        ccurl_multi_set_socket_callback(raw, nil)
        ccurl_multi_set_timer_callback(raw, nil)
        curl_multi_cleanup(raw)
    }
}
