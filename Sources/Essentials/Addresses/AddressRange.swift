/// A range of addresses, such as a load balancer's network: `10.0.0.0/8`, `2001:db8::/32`, or one address.
package struct AddressRange: Hashable, Sendable {
    private let first: ClientAddress
    /// The number of trailing bits that aren't compared.
    private let freeBits: Int

    /// Only the first 64 bits of an IPv6 address are compared.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = ClientAddress(String(parts[0])) else { return nil }
        let written = first.isIPv4 ? 32 : 128
        guard let fixed = parts.count == 1 ? written : Int(parts[1]), (0...written).contains(fixed)
        else { return nil }
        self.first = first
        freeBits = (first.isIPv4 ? 32 : 64) - min(fixed, first.isIPv4 ? 32 : 64)
    }

    package func contains(_ address: ClientAddress) -> Bool {
        guard address != .unknown, address.isIPv4 == first.isIPv4 else { return false }
        return (address.network ^ first.network) >> UInt64(freeBits) == 0
    }
}
