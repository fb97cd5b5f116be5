import API

/// What became of a message that gained or lost a star.
enum StarboardOutcome: Hashable, Sendable, CaseIterable {
    case posted
    case edited
    case removed
    /// The post shows the right number already.
    case unchanged
    case tooFewStars
    /// It is in the starboard channel, or a post of the starboard.
    case own
    /// The message isn't there (any more).
    case gone
    /// The starboard's channel is another guild's: nothing is posted.
    case foreignStarboard
    /// A reading that began after the request came has been acted on.
    case answered

    var answer: Answer {
        switch self {
        case .posted: Self.postedAnswer
        case .edited: Self.editedAnswer
        case .removed: Self.removedAnswer
        case .unchanged: Self.unchangedAnswer
        case .tooFewStars: Self.tooFewStarsAnswer
        case .own: Self.ownAnswer
        case .gone: Self.goneAnswer
        case .foreignStarboard: Self.foreignStarboardAnswer
        case .answered: Self.answeredAnswer
        }
    }

    private static let postedAnswer = Answer.message("The message was sent to the starboard.")
    private static let editedAnswer = Answer.message("The post in the starboard was updated.")
    private static let removedAnswer = Answer.message(
        "The message has too few stars: its post was removed from the starboard.")
    private static let unchangedAnswer = Answer.message(
        "The post in the starboard shows the right number already.")
    private static let tooFewStarsAnswer = Answer.message(
        "The message has too few stars for the starboard.")
    private static let ownAnswer = Answer.message("Messages of the starboard itself don't count.")
    private static let goneAnswer = Answer.message("The message doesn't exist on Discord any more.")
    private static let foreignStarboardAnswer = Answer.message(
        "The starboard's channel is not one of this guild's: nothing was posted.")
    private static let answeredAnswer = Answer.message("The starboard is up to date.")
}
