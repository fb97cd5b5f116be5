/// A stored text with variables, written `<name>`.
package struct TextTemplate: Hashable, Sendable {
    package let text: String
    private let pieces: [Piece]

    private enum Piece: Hashable {
        case literal(Substring)
        case variable(String)
    }

    package init(_ text: String) {
        self.text = text
        var pieces: [Piece] = []
        var (start, position) = (text.startIndex, text.startIndex)
        while let opening = text[position...].unicodeScalars.firstIndex(of: "<") {
            guard let closing = Self.closing(of: opening, in: text) else {
                position = text.unicodeScalars.index(after: opening)
                continue
            }
            if start < opening { pieces.append(.literal(text[start..<opening])) }
            let name = text.unicodeScalars.index(after: opening)..<closing
            pieces.append(.variable(String(text.unicodeScalars[name])))
            position = text.unicodeScalars.index(after: closing)
            start = position
        }
        if start < text.endIndex { pieces.append(.literal(text[start...])) }
        self.pieces = pieces
    }

    /// A text that has no variables, whatever it looks like.
    init(literal text: String) {
        self.text = text
        pieces = [.literal(text[...])]
    }

    /// The `>` of what may be a variable's name: small letters and underscores. By scalars: what a member's name begins
    /// with may combine with what stands before it, but never hides a variable.
    private static func closing(of opening: String.Index, in text: String) -> String.Index? {
        let scalars = text.unicodeScalars
        let first = scalars.index(after: opening)
        var index = first
        while index < scalars.endIndex {
            switch scalars[index] {
            case "a"..."z", "_": index = scalars.index(after: index)
            case ">": return index > first ? index : nil
            default: return nil
            }
        }
        return nil
    }

    /// The names that stand where variables may, known or not.
    package var names: Set<String> {
        var names: Set<String> = []
        for case .variable(let name) in pieces { names.insert(name) }
        return names
    }

    package var hasVariables: Bool {
        pieces.contains { if case .variable = $0 { true } else { false } }
    }

    /// The text with the values that there are. What has none stays as written, and values are not looked into.
    package func filled(_ values: VariableValues) -> String {
        var filled = ""
        for piece in pieces {
            switch piece {
            case .literal(let text): filled += text
            case .variable(let name): filled += values[name] ?? "<\(name)>"
            }
        }
        return filled
    }

    /// Whether it says something else at another time.
    package var dependsOnTime: Bool { names.contains { $0.hasPrefix("current_") } }

    /// Whether a text may have come of this one, whatever its variables were.
    package func couldBe(_ text: String) -> Bool {
        var rest = text[...]
        var followsVariable = false
        for (place, piece) in pieces.enumerated() {
            guard case .literal(let literal) = piece else {
                followsVariable = true
                continue
            }
            if !followsVariable {
                guard rest.hasPrefix(literal) else { return false }
                rest = rest.dropFirst(literal.count)
            } else if place == pieces.count - 1 {
                return rest.hasSuffix(literal)
            } else {
                guard let range = rest.firstRange(of: literal) else { return false }
                rest = rest[range.upperBound...]
            }
            followsVariable = false
        }
        return followsVariable || rest.isEmpty
    }

    /// Who is mentioned by the stored text itself, whatever its variables become.
    package var mentions: Mentions { Mentions(namedIn: text) }
}
