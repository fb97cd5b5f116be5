import CPostgres
import Glibc

/// What in a connection's address may be a password, so that no message of libpq's shows it.
///
/// A misspelt address is taken apart wrongly: libpq's words about it quote a piece of the password as a port or an option. So
/// every piece of what could be the password is hidden, wherever it stands in a message.
struct ConnectionSecrets: Sendable {
    private let pieces: [String]

    /// - Parameter url: a libpq URL or connection string, however it is spelt.
    init(url: String?) {
        var hidden = [url.map(Self.possiblePassword) ?? ""]
        for name in ["PGPASSWORD", "PGSSLPASSWORD"] {
            if let value = getenv(name) { hidden.append(String(cString: value)) }
        }
        let parts = hidden.flatMap { secret in
            [secret] + secret.split { ":/@?#&=%' []".contains($0) }.map(String.init)
        }
        // Shorter ones are parts of every other word.
        pieces = parts.filter { $0.count >= 3 }.sorted { $0.count > $1.count }
    }

    func hidden(in message: String) -> String {
        pieces.reduce(message) { $0.replacing($1, with: "***") }
    }

    /// Of a URL what stands between the user's colon and the last @; of a list of options all behind
    /// `password`.
    private static func possiblePassword(_ url: String) -> String {
        if let keyword = url.firstRange(of: "password"), !url.contains("://") || !url.contains("@")
        {
            return String(url[keyword.upperBound...])
        }
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        guard let end = rest.lastIndex(of: "@") else {
            // Nobody is named, so that only what should be a port can be one.
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
