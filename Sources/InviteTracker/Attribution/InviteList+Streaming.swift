import API
import Essentials
import EventLoop
import Postgres

/// Lists a guild's invites page by page: a guild may have tens of thousands.
extension InviteList {
    /// They were deleted, some time after the module was disabled, before a slow reader had all of them.
    struct Gone: Error {}

    private static let pageSize = 500

    /// All listed invites of an enabling, also after its end.
    /// - Parameter first: of ``LinkSQL/page``, where it has been read already.
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
