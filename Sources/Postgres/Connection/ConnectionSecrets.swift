import CPostgres
import Glibc

/// Hides what may be a password in libpq's messages about an address.
///
/// A malformed address is parsed wrongly: libpq's message quotes a piece of the password as a port or an option. So every
/// piece of what could be the password is hidden, wherever it occurs in a message.
struct ConnectionSecrets: Sendable {
    private let pieces: [String]

    /// - Parameter url: a libpq URL or connection string, possibly malformed.
    init(url: String?) {
        var hidden = [url.map(Self.possiblePassword) ?? ""]
        for name in ["PGPASSWORD", "PGSSLPASSWORD"] {
            if let value = getenv(name) { hidden.append(String(cString: value)) }
        }
        let parts = hidden.flatMap { secret in
            [secret] + secret.split { ":/@?#&=%' []".contains($0) }.map(String.init)
        }
        // Shorter pieces occur in many words.
        pieces = parts.filter { $0.count >= 3 }.sorted { $0.count > $1.count }
    }

    func hidden(in message: String) -> String {
        pieces.reduce(message) { $0.replacing($1, with: "***") }
    }

    /// In a URL the text between the user's colon and the last @; in a list of options all after
    /// `password`.
    private static func possiblePassword(_ url: String) -> String {
        if let keyword = url.firstRange(of: "password"), !url.contains("://") || !url.contains("@")
        {
            return String(url[keyword.upperBound...])
        }
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        guard let end = rest.lastIndex(of: "@") else {
            // No user is named, so only the port's position can hold a password.
            let place = rest.prefix { $0 != "/" && $0 != "?" }
            guard isURL(url), let colon = place.lastIndex(of: ":") else { return "" }
            let port = place[place.index(after: colon)...]
            return UInt16(port) == nil ? String(port) : ""
        }
        let credentials = rest[..<end]
        guard let colon = credentials.firstIndex(of: ":") else { return String(credentials) }
        return String(credentials[credentials.index(after: colon)...])
    }

    private static func isURL(_ text: String) -> Bool {
        text.hasPrefix("postgres") && text.contains(":")
    }
}
