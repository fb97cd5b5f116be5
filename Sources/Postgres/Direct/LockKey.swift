/// What an advisory lock protects: a class of things and one of them.
///
/// Its number in the database is a hash of both; two keys that collide only wait for each other.
package struct LockKey: Hashable, Sendable {
    /// As it is hashed: the class, then the ids, joined by colons.
    let text: String

    /// - Parameter ids: which of them.
    package init(_ kind: LockClass, _ ids: Int64...) {
        text = ids.reduce(into: kind.rawValue) { $0 += ":\($1)" }
    }

    /// - Parameter name: which of them, where that isn't numbers.
    package init(_ kind: LockClass, named name: String, _ ids: Int64...) {
        text = ids.reduce(into: "\(kind.rawValue):\(name)") { $0 += ":\($1)" }
    }
}
