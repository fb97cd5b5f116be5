/// Taking all uses as known.
extension Attribution {
    /// Takes what Discord says as known: what no join explains is nobody's, whether steps or invites that vanished, and
    /// joins that are open stay without an invite, so that none of it is mixed up with the joins that follow.
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
