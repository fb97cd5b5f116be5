import Modules

/// A panel whose effect is claimed.
@LoopActor
struct ClaimedPanel {
    let found: FoundPanel
    /// An id for an entry, never used before.
    let entry: Int64

    /// From rows of ``PanelSQL/claim``. Nil where there is no such panel.
    init?(_ rows: Rows, _ claim: EffectClaim) {
        guard let row = rows.first else { return nil }
        var columns = RowReader(row)
        entry = columns.next()
        claim.take(&columns)
        guard let found = FoundPanel(rows, from: columns) else { return nil }
        self.found = found
    }
}
