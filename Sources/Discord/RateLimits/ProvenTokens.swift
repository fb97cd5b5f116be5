/// OAuth tokens that Discord has accepted.
struct ProvenTokens {
    private static let limit = 10_000

    private var tokens: Set<UInt64> = []
    private var order: [UInt64] = []

    func contains(_ owner: LaneKey.Owner) -> Bool {
        if case .bearer(let token) = owner { tokens.contains(token) } else { false }
    }

    /// Notes that a call was accepted; anything but an OAuth token's is passed over.
    mutating func note(_ owner: LaneKey.Owner) {
        guard case .bearer(let token) = owner, tokens.insert(token).inserted else { return }
        order.append(token)
        guard order.count > Self.limit else { return }
        // The oldest half goes at once, so that one removal isn't as dear as the whole list.
        for token in order.prefix(Self.limit / 2) { tokens.remove(token) }
        order.removeFirst(Self.limit / 2)
    }
}
