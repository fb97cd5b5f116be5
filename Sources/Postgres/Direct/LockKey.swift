/// What an advisory lock protects: a class of things and one of them.
///
/// Its number in the database is a hash of both; two keys that collide only wait for each other.
package struct LockKey: Hashable, Sendable {
    /// As it is hashed: the class, then the ids, joined by colons.
    let text: String

    /// - Parameters:
    ///   - kind: the class of things, the same in every worker, such as "starboard post".
    ///   - ids: which of them.
    package init(_ kind: StaticString, _ ids: Int64...) {
        text = ids.reduce(into: "\(kind)") { $0 += ":\($1)" }
    }

    /// - Parameter name: which of them, where that isn't numbers.
    package init(_ kind: StaticString, named name: String, _ ids: Int64...) {
        text = ids.reduce(into: "\(kind):\(name)") { $0 += ":\($1)" }
    }
}
