import Essentials

/// Tests write ids as numbers.
extension Snowflake: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) {
        guard let id = Snowflake(rawValue: value) else { preconditionFailure("\(value) is no id") }
        self = id
    }
}
