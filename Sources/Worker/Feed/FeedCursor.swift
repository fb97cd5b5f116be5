/// How far a reader of the feed has come.
enum FeedCursor: Equatable {
    /// Still listing all guilds.
    case page(Page)
    /// It has seen every change up to this number.
    case change(Int64)

    struct Page: Equatable {
        /// The last change there was when the list began.
        let number: Int64
        /// The last guild listed.
        let guild: Int64
    }

    /// Nil for what no answer gave.
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
