import API
import Essentials

/// Compares a value of an answer with its declared shape.
package enum ShapeCheck {
    /// The first mismatch, with its path; nil if there is none.
    package static func mismatch(
        _ value: JSONValue?, _ shape: Shape, at path: String = "data"
    ) -> String? {
        guard let value else { return "\(path) is missing" }
        switch shape {
        case .object(let members): return object(value, members, path)
        case .list(let element):
            guard value.kind == .array else { return "\(path) is no list" }
            for (place, each) in value.elements.enumerated() {
                if let found = mismatch(each, element, at: "\(path)[\(place)]") { return found }
            }
            return nil
        case .named(_, let shape): return mismatch(value, shape, at: path)
        case .nullable(let some): return value.isNull ? nil : mismatch(value, some, at: path)
        default: return isScalar(value, shape) ? nil : "\(path) is not \(shape)"
        }
    }

    private static func object(
        _ value: JSONValue, _ members: [Shape.Member], _ path: String
    ) -> String? {
        guard value.kind == .object else { return "\(path) is no object" }
        let names = Set(members.map(\.name))
        for (key, _) in value.members {
            let name = key.string() ?? ""
            if !names.contains(name) { return "\(path).\(name) is not declared" }
        }
        for member in members {
            let found = mismatch(
                value.member(member.name), member.shape, at: "\(path).\(member.name)")
            if let found { return found }
        }
        return nil
    }

    private static func isScalar(_ value: JSONValue, _ shape: Shape) -> Bool {
        switch shape {
        case .text: value.kind == .string
        case .snowflake: value.string().flatMap { Snowflake(decimal: $0) } != nil
        case .integer: value.int64() != nil
        case .number: value.double() != nil
        case .boolean: value.bool() != nil
        case .timestamp: value.string().map(isTimestamp) ?? false
        case .document: true
        case .nullable, .list, .object, .named: false
        }
    }

    /// `2026-01-31T12:00:00.000Z`
    private static func isTimestamp(_ text: String) -> Bool {
        let pattern = "dddd-dd-ddTdd:dd:dd.dddZ"
        return text.utf8.count == pattern.utf8.count
            && zip(text, pattern).allSatisfy { $1 == "d" ? $0.isNumber : $0 == $1 }
    }
}
