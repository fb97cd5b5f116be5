/// The source of settings: variables, and files for secrets.
struct SettingSource {
    let environment: [String: String]
    let readFile: (String) throws -> String

    /// The setting's value, or that of its fallback.
    func value<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value {
        guard let value = try given(setting) ?? fallback(setting) else {
            throw .broken(setting.name, "", rule: setting.rule)
        }
        return value
    }

    /// An optional setting's value, or nil.
    func value<Value>(_ setting: Setting<Value?>) throws(ConfigurationError) -> Value? {
        try given(setting) ?? nil
    }

    private func fallback<Value>(_ setting: Setting<Value>) -> Value? {
        setting.fallback.flatMap(setting.read)
    }

    private func given<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value? {
        guard let text = try text(setting) else { return nil }
        guard let value = setting.read(text), !text.utf8.contains(0) else {
            throw .broken(setting.name, setting.isSecret ? "…" : text, rule: setting.rule)
        }
        return value
    }

    private func text(_ setting: any AnySetting) throws(ConfigurationError) -> String? {
        let direct = environment[setting.name].flatMap { $0.isEmpty ? nil : $0 }
        guard let variable = setting.fileVariable, let path = environment[variable],
            !path.isEmpty
        else { return direct }
        guard direct == nil else { throw .givenTwice(setting.name, variable) }
        return try content(of: path, variable)
    }

    private func content(
        of path: String, _ variable: String
    ) throws(ConfigurationError) -> String {
        let content: String
        do { content = try readFile(path) } catch {
            throw .unreadable(variable, path, reason: "\(error)")
        }
        let trimmed = content.trimmingLineEnd
        guard !trimmed.isEmpty else { throw .unreadable(variable, path, reason: "it is empty") }
        return trimmed
    }
}

extension String {
    /// Without the line feeds and white space that editors leave at the end of a file.
    fileprivate var trimmingLineEnd: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
