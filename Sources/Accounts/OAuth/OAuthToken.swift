import Essentials

/// A bearer token that may be an OAuth access token of a Discord user.
enum OAuthToken {
    /// Discord's are far shorter.
    static let maximumLength = 512
    /// The prefix of our own tokens: a malformed one is rejected locally and never sent to Discord.
    private static let ownPrefix: StaticString = "kennel_"

    /// The token's hash, the only thing that is kept; nil if it has characters that RFC 6750 doesn't allow.
    static func hash(of bearer: UnsafeRawBufferPointer) -> SHA256Digest? {
        guard bearer.count <= maximumLength, isToken(bearer),
            !ownPrefix.withUTF8Buffer({ bearer.starts(with: $0) })
        else { return nil }
        return .hash(bearer)
    }

    /// `1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`
    private static func isToken(_ bearer: UnsafeRawBufferPointer) -> Bool {
        let rest = bearer.drop(while: isTokenCharacter)
        return rest.startIndex > bearer.startIndex && rest.allSatisfy { $0 == UInt8(ascii: "=") }
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
