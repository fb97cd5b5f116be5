/// Cutting text to a length.
extension String {
    /// The text, cut to so many Unicode scalars; not within a character, unless nothing would be left.
    package func cut(to limit: Int) -> String {
        guard utf8.count > limit, unicodeScalars.count > limit else { return self }
        var (end, length) = (startIndex, 0)
        for character in self {
            length += character.unicodeScalars.count
            if length > limit { break }
            end = index(after: end)
        }
        if end == startIndex { end = unicodeScalars.index(startIndex, offsetBy: limit) }
        return String(unicodeScalars[..<end])
    }
}
