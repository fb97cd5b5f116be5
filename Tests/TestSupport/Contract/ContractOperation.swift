import Essentials
import Glibc

/// One operation of the contract's data file (`routes.json`).
package struct ContractOperation: Sendable {
    package let module: String
    package let method: String
    package let path: String
    package let isInternal: Bool
    /// `query`, `body`, or nil for no fields.
    package let input: String?
    package let errors: [String]
    package let fields: [ContractField]

    package var name: String { "\(method) \(path)" }

    /// Reads a file of operations; empty if it can't be read or is malformed.
    package static func load(_ path: String) -> [ContractOperation] {
        let bytes = FileBytes.read(path)
        let document = JSONDocument()
        return bytes.withUnsafeBytes { bytes in
            guard (try? document.parse(bytes)) != nil else { return [] }
            return document.root.elements.compactMap(ContractOperation.init)
        }
    }

    private init?(_ json: JSONValue) {
        guard let module = json.text("module"), let method = json.text("method"),
            let path = json.text("path"), let isInternal = json.flag("internal")
        else { return nil }
        self.module = module
        self.method = method
        self.path = path
        self.isInternal = isInternal
        input = json.text("input")
        errors = json.list("errors").compactMap { $0.string() }
        fields = json.list("fields").compactMap(ContractField.init)
    }
}

/// One field of an operation in the contract.
package struct ContractField: Sendable {
    package let name: String
    package let type: String
    package let isRequired: Bool
    /// The condition under which it is required: `panel_type is "emoji"`.
    package let requiredWhen: String?
    package let isNullable: Bool
    package let nullableWhen: String?
    /// What is accepted besides the type.
    package let also: String?
    package let format: String?

    init?(_ json: JSONValue) {
        guard let name = json.text("name"), let type = json.text("type") else { return nil }
        self.name = name
        self.type = type
        isRequired = json.flag("required") ?? false
        requiredWhen = json.text("required").map { String($0.dropFirst("when ".count)) }
        isNullable = json.flag("nullable") ?? false
        nullableWhen = json.text("nullable_when")
        also = json.text("also")
        format = json.text("format")
    }
}

extension JSONValue {
    fileprivate func text(_ name: String) -> String? { member(name)?.string() }
    fileprivate func flag(_ name: String) -> Bool? { member(name)?.bool() }
    fileprivate func list(_ name: String) -> [JSONValue] {
        member(name).map { Array($0.elements) } ?? []
    }
}

/// Reads files whole.
private enum FileBytes {
    static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&part, 1, part.count, file)
            guard count > 0 else { return bytes }
            bytes += part[..<count]
        }
    }
}
