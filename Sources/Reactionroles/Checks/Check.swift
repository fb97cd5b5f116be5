import Modules

/// A check, as the fleet requests it.
struct Check: Sendable {
    let guild: Snowflake
    let message: Snowflake
    let event: CheckMachine.Event
    let member: Snowflake?
    let choice: Choice

    enum Choice: Sendable {
        case component(id: String, value: String?)
        case emoji(Emoji)
    }

    /// Everything that distinguishes this check from others.
    var payload: String {
        let choice =
            switch choice {
            case .component(let id, let value): "\(id) \(value ?? "")"
            case .emoji(let emoji): emoji.key
            }
        let who = member.map { "\($0)" } ?? "-"
        return "\(guild) \(message) \(event.rawValue) \(who) \(choice)"
    }

    /// The check's entry. Nil: an emoji that the panel doesn't have.
    func entry(on found: FoundPanel) throws(APIError) -> Entry? {
        switch choice {
        case .component(let id, let value):
            guard let entry = Self.entry(id, value, found) else { throw CheckFault.noEntry }
            return entry
        case .emoji(let emoji):
            guard found.panel.type == .emoji else { throw CheckFault.noEntry }
            return found.entries.first { $0.emoji.key == emoji.key }
        }
    }

    private static func entry(_ id: String, _ value: String?, _ found: FoundPanel) -> Entry? {
        switch (ComponentID(id), found.panel.type) {
        case (.button(found.panel.id, let entry), .button): found.entry(entry)
        case (.dropdown(found.panel.id), .dropdown):
            value.flatMap(PanelID.read).flatMap(found.entry)
        default: nil
        }
    }
}

/// The texts for the member, which the caller gets too.
enum CheckWords {
    /// - Parameter kept: roles to be removed that the bot couldn't take.
    static func member(_ decision: CheckMachine.Decision, kept: [Snowflake] = []) -> String {
        var done = decision
        done.remove.removeAll { kept.contains($0) }
        let words = member(done)
        return kept.isEmpty ? words : words + " \(mentions(kept)) could not be taken from you."
    }

    private static func member(_ decision: CheckMachine.Decision) -> String {
        switch decision.outcome {
        case .given: "You now have \(mentions(decision.add))." + swapped(decision)
        case .taken: "You no longer have \(mentions(decision.remove))."
        case .alreadyHad, .kept:
            decision.remove.isEmpty
                ? "You have this already." : "You have this already." + swapped(decision)
        case .hadNone: "There was nothing to take."
        case .echo: "Nothing changed."
        }
    }

    private static func swapped(_ decision: CheckMachine.Decision) -> String {
        decision.remove.isEmpty ? "" : " You no longer have \(mentions(decision.remove))."
    }

    private static func mentions(_ roles: [Snowflake]) -> String {
        roles.map { "<@&\($0)>" }.joined(separator: ", ")
    }

    static let beingChanged = "Your roles are being changed. This may take a moment."
    static let failed = "Your roles could not be changed. Please try again later."
}
