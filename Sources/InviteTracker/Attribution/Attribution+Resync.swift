/// Taking all uses as known.
extension Attribution {
    /// Accepts Discord's state as it is: unclaimed uses and vanished invites are dropped, and open joins stay without an
    /// invite, so that none of them is mixed up with later joins.
    mutating func takeAsKnown(_ known: KnownState) {
        steps = []
        let gone = Set(gone)
        let vanished = known.invites.filter { invite in
            invite.remaining > 0 && (invite.goneAt != nil || gone.contains(invite.code))
        }
        spent = vanished.map(\.code)
        for index in findings.indices { findings[index].isOpen = false }
        let settled = Set(findings.map(\.join))
        findings += known.joins.filter { !settled.contains($0.id) }
            .map { AttributedJoin(kind: .ambiguous).given(to: $0.id) }
    }
}
