/// The number by which the database knows one of our own entities. Whose it is, is part of its type: a panel's can't
/// stand where an entry's is meant.
package struct ID<Entity>: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }

    /// From a request's path or body, where ids of ours are written as Discord's are.
    package init(_ id: Snowflake) { rawValue = id.rawValue }

    package static func < (left: ID, right: ID) -> Bool { left.rawValue < right.rawValue }
}

extension ID: CustomStringConvertible {
    package var description: String { String(rawValue) }
}
