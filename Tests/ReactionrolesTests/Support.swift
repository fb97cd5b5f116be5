import Discord
import Essentials
import TestSupport

@testable import Reactionroles

/// A small id.
func id(_ number: Int64) -> Snowflake {
    guard let id = Snowflake(rawValue: number) else { preconditionFailure("no id: \(number)") }
    return id
}

/// Reads values out of JSON texts.
enum TestJSON {
    static func read<Value>(_ text: String, _ make: (JSONValue) -> Value?) -> Value? {
        let document = JSONDocument()
        return Array(text.utf8).withUnsafeBytes { bytes in
            guard (try? document.parse(bytes)) != nil else { return nil }
            return make(document.root)
        }
    }
}

/// An entry of panel 1 with roles by small numbers.
func entry(
    _ number: Int64, roles: [Int64], emoji: String = "😀", text: String? = nil,
    description: String? = nil
) -> Entry {
    Entry(
        id: number, panel: 1, guild: id(1_000), roles: roles.map { id($0) },
        emoji: Emoji(id: nil, name: emoji), text: text, description: description)
}

extension PanelSwitches {
    /// All 32 combinations.
    static let all: [PanelSwitches] = (0..<32).map { bits in
        PanelSwitches(
            limitsRolesToOne: bits & 1 != 0, supportsRemove: bits & 2 != 0,
            takesBack: bits & 4 != 0, keepsCounterAtOne: bits & 8 != 0,
            deletesUnrelated: bits & 16 != 0)
    }

    static let off = all[0]
}
