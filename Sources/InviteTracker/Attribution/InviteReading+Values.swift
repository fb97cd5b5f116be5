import Modules

/// Rows and values of the statements.
extension UnclaimedUse {
    init(_ row: Row) {
        var columns = RowReader(row)
        self.init(
            code: columns.next(), kind: UseKind(rawValue: columns.next()) ?? .invite,
            inviter: columns.next(), channel: columns.next(), count: columns.next(),
            seenAt: columns.next())
    }
}

extension OpenJoin {
    init(_ row: Row) {
        var columns = RowReader(row)
        self.init(
            id: columns.next(), isWaiting: UseKind(rawValue: columns.next()) == .waiting,
            joinedAt: columns.next())
    }
}

/// The values to store.
extension Attribution {
    /// The parameters of ``AttributionSQL/store``, beginning with `$3`.
    func values(_ begunAt: Timestamp) -> [SQLValue] {
        [
            .timestamptz(begunAt), .textOrNull(vanity.code), .int8(Int64(vanity.uses)),
            .int2(Int16(vanity.misses)),
            .textArray(changed.map(\.code)),
            .nullableInt8Array(changed.map(\.channel?.rawValue)),
            .nullableInt8Array(changed.map(\.owner?.rawValue)),
            .int8Array(changed.map { Int64($0.uses) }),
            .int8Array(changed.map { Int64($0.maximumUses) }),
            .nullableTimestamptzArray(changed.map(\.expiresAt)),
            .textArray(gone), .textArray(spent),
            .textArray(steps.map(\.code)), .int2Array(steps.map(\.kind.rawValue)),
            .nullableInt8Array(steps.map(\.inviter?.rawValue)),
            .nullableInt8Array(steps.map(\.channel?.rawValue)),
            .int4Array(steps.map { Int32(clamping: $0.count) }),
            .timestamptzArray(steps.map(\.seenAt)),
            .int8Array(findings.map(\.join)), .int2Array(findings.map(\.kind.rawValue)),
            .nullableTextArray(findings.map(\.code)),
            .nullableInt8Array(findings.map(\.inviter?.rawValue)),
            .nullableInt8Array(findings.map(\.channel?.rawValue)),
            .boolArray(findings.map(\.isOpen)),
        ]
    }
}
