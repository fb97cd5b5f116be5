/// Discord's limits on embeds, in characters (Unicode scalars).
enum EmbedLimits {
    /// A message could have ten; the product takes five.
    static let embeds = 1...5
    static let title = 256
    static let description = 4096
    static let fields = 0...25
    static let fieldName = 256
    static let fieldValue = 1024
    static let footer = 2048
    static let author = 256
    static let address = 2048
    static let color = 0...0xFF_FFFF
    /// Titles, descriptions, fields, footers and authors of a message's embeds.
    static let allTogether = 6000
}
