import Essentials
import HTTP

/// The load balancers whose word on where a request comes from is taken.
package struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    package init(_ ranges: [AddressRange]) {
        self.ranges = ranges
    }

    /// The client's address: the last one in `X-Forwarded-For` that isn't a proxy of ours, since whatever stands before it
    /// the client may have written itself.
    func client(of request: HTTPRequest) -> ClientAddress {
        client(behind: request.peer, request.headers)
    }

    func client(behind peer: ClientAddress, _ headers: HTTPHeaders) -> ClientAddress {
        var client = peer
        guard isTrusted(client) else { return client }
        for hop in forwarded(headers).reversed() {
            guard let address = ClientAddress(hop) else { return client }
            client = address
            guard isTrusted(client) else { return client }
        }
        return client
    }

    private func isTrusted(_ address: ClientAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    private func forwarded(_ headers: HTTPHeaders) -> [String] {
        headers.filter { $0.name.spells("x-forwarded-for") }.flatMap { header in
            String(decoding: header.value, as: UTF8.self).split(separator: ",")
                .map { $0.filter { $0 != " " } }
        }
    }
}
