import Essentials

/// An error in the JSON text of stored embeds, and its place.
package struct EmbedFault: Error, Hashable, Sendable {
    package enum Rule: Hashable, Sendable {
        case notJSON(JSONError)
        case missing
        case kind(String)
        case length(ClosedRange<Int>)
        case count(ClosedRange<Int>)
        case number(ClosedRange<Int>)
        case notAnAddress
        case notATime
        case nothingToShow
        case allTogether(Int)
    }

    /// Such as `embeds[0].fields[3].name`; empty for the whole text.
    package let place: String
    package let rule: Rule

    package init(_ place: String, _ rule: Rule) {
        self.place = place
        self.rule = rule
    }

    /// A sentence that begins with the place; to stand behind "Field 'response_content': ".
    package var words: String {
        switch rule {
        case .notJSON(let error): "the embeds are not valid JSON: \(error)."
        case .missing: "'\(place)' is required."
        case .kind(let kind): "\(subject) must be \(kind)."
        case .length(let range):
            "'\(place)' must be from \(range.lowerBound) to \(range.upperBound) characters long."
        case .count(let range):
            "'\(place)' must be a list of \(range.lowerBound) to \(range.upperBound) elements."
        case .number(let range):
            "'\(place)' must be from \(range.lowerBound) to \(range.upperBound)."
        case .notAnAddress: "'\(place)' must be an address that begins with http:// or https://."
        case .notATime: "'\(place)' must be a time such as 2026-01-31T12:00:00.000Z."
        case .nothingToShow:
            "'\(place)' must have a title, description, field, footer, author or picture."
        case .allTogether(let limit):
            "the texts of all embeds together must be at most \(limit) characters long."
        }
    }

    private var subject: String { place.isEmpty ? "the text" : "'\(place)'" }
}
