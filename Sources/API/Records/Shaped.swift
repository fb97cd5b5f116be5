import Essentials

/// What answers show, and what it looks like there.
package protocol Shaped: JSONWritable, SendableMetatype {
    static var shape: Shape { get }
}

extension Int: Shaped { package static var shape: Shape { .integer } }

extension Int64: Shaped { package static var shape: Shape { .integer } }

extension Bool: Shaped { package static var shape: Shape { .boolean } }

extension String: Shaped { package static var shape: Shape { .text } }

extension Snowflake: Shaped { package static var shape: Shape { .snowflake } }

extension Timestamp: Shaped { package static var shape: Shape { .timestamp } }

extension Optional: Shaped where Wrapped: Shaped {
    package static var shape: Shape { .nullable(Wrapped.shape) }
}

extension Array: Shaped where Element: Shaped {
    package static var shape: Shape { .list(Element.shape) }
}
