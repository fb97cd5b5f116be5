/// A reader's position in the feed.
enum FeedCursor: Equatable {
    /// Still listing all guilds.
    case page(Page)
    /// The reader has seen every change up to this number.
    case change(Int64)

    struct Page: Equatable {
        /// The number of the last change when the list started.
        let number: Int64
        /// The last guild listed.
        let guild: Int64
    }

    /// Nil for a text that isn't a cursor.
    init?(_ text: String) {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
            .map { Int64($0) }
        guard let number = numbers[0], number >= 0 else { return nil }
        switch numbers.count {
        case 1: self = .change(number)
        case 2:
            guard let guild = numbers[1], guild >= 0 else { return nil }
            self = .page(Page(number: number, guild: guild))
        default: return nil
        }
    }

    var text: String {
        switch self {
        case .page(let page): "\(page.number).\(page.guild)"
        case .change(let number): "\(number)"
        }
    }
}
