import API
import Discord
import Essentials

/// What `privacy/get-user-entries` answers: how often a member's id is stored, and how often each of their names occurs in stored texts.
///
/// A module counts the names (``MemberNames/all``) with the database's function `occurrences(text, name)`: case-sensitive substrings
/// that don't overlap, also within words, since texts contain names between any characters. An empty name occurs nowhere; equal
/// names are counted each. `display_name` is the nickname, else the global name, else the username. For somebody whom Discord
/// doesn't know, only the id is counted.
package struct MemberEntries: Hashable, Sendable {
    package let id: Int64
    /// As many as names, in their order.
    private let names: [Int64]

    /// - Parameter names: counts in the order of ``MemberNames/all``.
    package init(id: Int64, names: [Int64]) {
        self.id = id
        self.names = names
    }

    /// As an array of the database: the id's count, then the names'.
    package init(counts: [Int64]) {
        self.init(id: counts.first ?? 0, names: Array(counts.dropFirst()))
    }

    /// Of a module that is disabled for the guild.
    package static let none = MemberEntries(id: 0, names: noNames)
    /// The counts of ``MemberNames/all`` where there is no text.
    package static let noNames: [Int64] = [0, 0, 0, 0]

    package static let shape = Shape.named(
        "MemberEntries", .object(members.map { Shape.Member($0, .integer) }))
    private static let members = ["id", "username", "display_name", "global_name", "nickname"]

    package var answer: Answer {
        .data { writer in
            writer.beginObject()
            for (member, count) in zip(Self.members, [id] + names) {
                writer.key(member)
                writer.value(count)
            }
            writer.endObject()
        }
    }

    /// Both together, of two tables.
    package static func + (left: MemberEntries, right: MemberEntries) -> MemberEntries {
        MemberEntries(id: left.id + right.id, names: zip(left.names, right.names).map(+))
    }
}
