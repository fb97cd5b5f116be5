import Essentials

@testable import DiscordEmulator

/// Holds values to JSON schemas, as far as Discord's description uses them, and more strictly: what an object has must be
/// described.
struct SchemaCheck {
    let schemas: [String: JSON]

    /// The first thing that isn't as described, with the path to it.
    func mismatch(_ value: JSON, _ schema: JSON, at path: String) -> String? {
        if let name = schema["$ref"]?.string {
            if name == "InnerErrors" { return innerErrors(value, path) }
            return mismatch(value, schemas[name] ?? .bool(false), at: path)
        }
        if schema == .bool(false) { return "\(path) leads to no schema" }
        return alternatives(value, schema, path) ?? parts(value, schema, path)
            ?? type(value, schema, path) ?? choice(value, schema, path)
            ?? scalar(value, schema, path) ?? container(value, schema, path)
    }

    /// A value of a path or a query.
    func mismatch(ofText text: String, _ schema: JSON, at path: String) -> String? {
        let readings = [
            Int64(text).map { JSON.integer($0) }, text == "true" ? .bool(true) : nil,
            text == "false" ? .bool(false) : nil, .string(text),
        ]
        let faults = readings.compactMap { $0 }.map { mismatch($0, schema, at: path) }
        return faults.contains(nil) ? nil : faults.last ?? nil
    }

    /// The description says that these codes are numbers. Discord's reference shows words (`BASE_TYPE_REQUIRED`), and
    /// words are what it sends.
    private func innerErrors(_ value: JSON, _ path: String) -> String? {
        let errors = value["_errors"]?.elements ?? []
        let areRight = errors.allSatisfy {
            $0.members.count == 2 && $0["code"]?.string != nil && $0["message"]?.string != nil
        }
        return errors.isEmpty || !areRight || value.members.count != 1
            ? "\(path) is no list of errors" : nil
    }

    // MARK: Combinations

    private func alternatives(_ value: JSON, _ schema: JSON, _ path: String) -> String? {
        for key in ["oneOf", "anyOf"] {
            guard let choices = schema[key]?.elements else { continue }
            let faults = choices.map { mismatch(value, $0, at: path) }
            if !faults.contains(nil) {
                let reasons = faults.compactMap { $0 }.joined(separator: "; ")
                return "\(path) is none of \(choices.count) (\(reasons))"
            }
        }
        return nil
    }

    /// Of schemas that must all hold, each describes some members; together they describe all.
    private func parts(_ value: JSON, _ schema: JSON, _ path: String) -> String? {
        guard let parts = schema["allOf"]?.elements else { return nil }
        let whole = parts.map(resolved)
        let names = Set(whole.flatMap { $0["properties"]?.members ?? [] }.map(\.key))
        for part in whole {
            let known = Set((part["properties"]?.members ?? []).map(\.key))
            let own =
                part["properties"] == nil
                ? value : JSON.object(value.members.filter { known.contains($0.key) })
            if let found = mismatch(own, part, at: path) { return found }
        }
        let stranger = value.members.first { !names.contains($0.key) }
        return stranger.map { "\(path).\($0.key) isn't described" }
    }

    private func resolved(_ schema: JSON) -> JSON {
        schema["$ref"]?.string.flatMap { schemas[$0] } ?? schema
    }

    // MARK: Scalars

    private func type(_ value: JSON, _ schema: JSON, _ path: String) -> String? {
        guard let type = schema["type"] else { return nil }
        let allowed = type.string.map { [$0] } ?? type.elements.compactMap(\.string)
        return allowed.contains { value.is($0) } ? nil : "\(path) is no \(allowed): \(value.text)"
    }

    private func choice(_ value: JSON, _ schema: JSON, _ path: String) -> String? {
        if let constant = schema["const"], constant != value { return "\(path) isn't \(constant)" }
        guard let list = schema["enum"]?.elements, !value.isNull else { return nil }
        return list.contains(value) ? nil : "\(path) is none of \(list.map(\.text)): \(value.text)"
    }

    private func scalar(_ value: JSON, _ schema: JSON, _ path: String) -> String? {
        if let number = value.number {
            if let least = schema["minimum"]?.number, number < least {
                return "\(path) is too small"
            }
            if let most = schema["maximum"]?.number, number > most { return "\(path) is too large" }
        }
        guard let text = value.string else { return nil }
        let count = text.unicodeScalars.count
        if let least = schema["minLength"]?.integer, count < least { return "\(path) is too short" }
        if let most = schema["maxLength"]?.integer, count > most { return "\(path) is too long" }
        return text.has(format: schema["format"]?.string) ? nil : "\(path) is misspelt: \(text)"
    }

    // MARK: Containers

    private func container(_ value: JSON, _ schema: JSON, _ path: String) -> String? {
        switch value {
        case .array(let elements): array(elements, schema, path)
        case .object: object(value, schema, path)
        default: nil
        }
    }

    private func array(_ elements: [JSON], _ schema: JSON, _ path: String) -> String? {
        if let least = schema["minItems"]?.integer, elements.count < least {
            return "\(path) has too few"
        }
        if let most = schema["maxItems"]?.integer, elements.count > most {
            return "\(path) has too many"
        }
        if schema["uniqueItems"]?.bool == true, Set(elements).count < elements.count {
            return "\(path) has one twice"
        }
        guard let each = schema["items"] else { return nil }
        for (index, element) in elements.enumerated() {
            if let found = mismatch(element, each, at: "\(path)[\(index)]") { return found }
        }
        return nil
    }

    private func object(_ value: JSON, _ schema: JSON, _ path: String) -> String? {
        let others = schema["additionalProperties"]
        guard schema["properties"] != nil || others != nil else { return nil }
        for name in schema["required"]?.elements.compactMap(\.string) ?? []
        where value[name] == nil {
            return "\(path).\(name) is missing"
        }
        for member in value.members {
            let place = "\(path).\(member.key)"
            guard let schema = schema["properties"]?[member.key] ?? others, schema != .bool(false)
            else { return "\(place) isn't described" }
            if let found = mismatch(member.value, schema, at: place) { return found }
        }
        return nil
    }
}

extension JSON {
    /// Whether it is of one of JSON schema's types.
    fileprivate func `is`(_ type: String) -> Bool {
        switch (self, type) {
        case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.integer, "number"),
            (.double, "number"), (.string, "string"), (.array, "array"), (.object, "object"):
            true
        default: false
        }
    }
}

extension String {
    fileprivate func has(format: String?) -> Bool {
        switch format {
        case "snowflake": self == "0" || Snowflake(decimal: self) != nil
        case "date-time": isTime
        case "uri": contains("://")
        default: true
        }
    }

    /// `2026-01-31T12:00:00.000Z`, with any number of decimals.
    private var isTime: Bool {
        let shape = map { $0.isNumber ? "0" : $0 }
        return String(shape).hasPrefix("0000-00-00T00:00:00") && (last == "Z" || contains("+"))
    }
}
