import Modules

/// Lists a guild's invites page by page: there may be tens of thousands.
extension InviteList {
    /// After `disable`, the rows were deleted before a slow client had read them all.
    struct Gone: Error {}

    private static let pageSize = 500

    /// All listed invites of an activation, also after its end.
    /// - Parameter first: the first page from ``LinkSQL/page``, if it has already been read.
    @LoopActor
    func streamed(
        _ guild: Snowflake, _ enabling: Int64, first: Rows? = nil
    ) -> StreamedList {
        var (first, last) = (first, "")
        return StreamedList("invites") {
            let rows: Rows
            if let begun = first {
                rows = begun
                first = nil
            } else {
                rows = try await database.run(
                    LinkSQL.page, [.snowflake(guild), .int8(enabling), .text(last)])
            }
            guard rows.count > 0 else { throw Gone() }
            let invites = rows.compactMap { KnownInvite(ifPresent: $0) }
            last = invites.last?.code ?? last
            return StreamedList.Page(records: invites, isLast: invites.count < Self.pageSize)
        }
    }
}
