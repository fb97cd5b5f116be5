/// Why a world document, or a wish of `/_control`, can't be followed.
package struct WorldFault: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
