import Modules

/// The outcome for a message that gained or lost a star.
enum StarboardOutcome: Hashable, Sendable, CaseIterable {
    case posted
    case edited
    case removed
    /// The post already shows the right number.
    case unchanged
    case tooFewStars
    /// The message is in the starboard channel, or is a post of the starboard.
    case own
    /// The message doesn't exist, or no longer.
    case gone
    /// The starboard's channel belongs to another guild: nothing is posted.
    case foreignStarboard
    /// A reading that began after the request's arrival has already been applied.
    case answered

    /// Made once.
    var answer: Answer { Self.answers[self, default: .message(words)] }

    private static let answers = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, Answer.message($0.words)) })

    private var words: StaticString {
        switch self {
        case .posted: "The message was sent to the starboard."
        case .edited: "The post in the starboard was updated."
        case .removed: "The message has too few stars: its post was removed from the starboard."
        case .unchanged: "The post in the starboard shows the right number already."
        case .tooFewStars: "The message has too few stars for the starboard."
        case .own: "Messages of the starboard itself don't count."
        case .gone: "The message doesn't exist on Discord any more."
        case .foreignStarboard:
            "The starboard's channel is not one of this guild's: nothing was posted."
        case .answered: "The starboard is up to date."
        }
    }
}
