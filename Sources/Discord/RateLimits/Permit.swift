/// Leave to send one call once.
package struct Permit: Hashable, Sendable {
    /// Numbers rise in the order in which calls came; a call that is repeated keeps its own.
    let number: UInt64
}
