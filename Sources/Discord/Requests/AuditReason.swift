/// Why the bot did something, as Discord's audit log takes it.
enum AuditReason {
    static let longest = 512

    /// The value of `X-Audit-Log-Reason`: cut to 512 characters, percent-encoded; nil where nothing is said.
    static func header(_ reason: String) -> String? {
        let cut = String(String.UnicodeScalarView(reason.unicodeScalars.prefix(longest)))
        return cut.allSatisfy(\.isWhitespace) ? nil : PercentEncoding.encode(segment: cut)
    }
}
