/// Embeds as they come in a call: checked against Discord's limits, and turned into what Discord gives back.
enum EmbedForm {
    /// - Returns: how many characters count for the limit of 6,000 a message.
    static func check(_ embed: JSON, _ path: String, _ faults: inout FormFaults) -> Int {
        guard case .object = embed else {
            faults.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return 0
        }
        faults.length(of: embed["title"], "\(path).title", 0...256)
        faults.length(of: embed["description"], "\(path).description", 0...4096)
        faults.range(of: embed["color"], "\(path).color", 0...0xFF_FFFF)
        faults.count(of: embed["fields"], "\(path).fields", 0...25)
        checkURL(embed["url"], "\(path).url", &faults)
        for part in ["image", "thumbnail"] {
            checkURL(embed[part]?["url"], "\(path).\(part).url", &faults)
        }
        checkParts(embed, path, &faults)
        return size(of: embed)
    }

    private static func checkParts(_ embed: JSON, _ path: String, _ faults: inout FormFaults) {
        if let author = embed.value("author") {
            faults.length(
                of: author["name"], "\(path).author.name", 1...256, isRequired: true)
            checkURL(author["url"], "\(path).author.url", &faults)
            checkURL(author["icon_url"], "\(path).author.icon_url", &faults)
        }
        if let footer = embed.value("footer") {
            faults.length(
                of: footer["text"], "\(path).footer.text", 1...2048, isRequired: true)
            checkURL(footer["icon_url"], "\(path).footer.icon_url", &faults)
        }
        for (index, field) in (embed["fields"]?.elements ?? []).enumerated() {
            let at = "\(path).fields.\(index)"
            faults.length(of: field["name"], "\(at).name", 1...256, isRequired: true)
            faults.length(of: field["value"], "\(at).value", 1...1024, isRequired: true)
        }
    }

    private static func checkURL(_ json: JSON?, _ path: String, _ faults: inout FormFaults) {
        guard let json, !json.isNull else { return }
        let schemes = ["http://", "https://", "attachment://"]
        guard let url = json.string, schemes.contains(where: { url.hasPrefix($0) }) else {
            return faults.add(
                path, "URL_TYPE_INVALID_URL",
                "Scheme \"\(json.string ?? "")\" must be one of ('http', 'https').")
        }
        faults.length(of: json, path, 0...2048)
    }

    private static func size(of embed: JSON) -> Int {
        var texts = [
            embed["title"], embed["description"], embed["author"]?["name"],
            embed["footer"]?["text"],
        ]
        for field in embed["fields"]?.elements ?? [] { texts += [field["name"], field["value"]] }
        return texts.reduce(0) { $0 + ($1?.string?.unicodeScalars.count ?? 0) }
    }

    static func isEmpty(_ embed: JSON) -> Bool {
        ["title", "description", "fields", "author", "footer", "image", "thumbnail"]
            .allSatisfy { name in
                guard let value = embed.value(name) else { return true }
                return value.string == "" || value == .array([])
            }
    }

    // MARK: What is given back

    /// Discord's `MessageEmbedResponse`.
    static func response(to embed: JSON) -> JSON {
        var result = JSON.object([.init("type", .string("rich"))])
        for name in ["url", "title", "description", "color", "timestamp"] {
            result[name] = embed.value(name)
        }
        result["author"] = picked(embed, "author", ["name", "url", "icon_url"])
        result["footer"] = picked(embed, "footer", ["text", "icon_url"])
        result["image"] = picked(embed, "image", ["url"])
        result["thumbnail"] = picked(embed, "thumbnail", ["url"])
        if let fields = embed.value("fields"), !fields.elements.isEmpty {
            result["fields"] = .array(fields.elements.map(field))
        }
        return result
    }

    private static func picked(_ embed: JSON, _ part: String, _ names: [String]) -> JSON? {
        guard let value = embed.value(part) else { return nil }
        return .object(names.compactMap { name in value.value(name).map { .init(name, $0) } })
    }

    private static func field(_ field: JSON) -> JSON {
        .object([
            .init("name", field["name"] ?? .string("")),
            .init("value", field["value"] ?? .string("")),
            .init("inline", field.value("inline") ?? .bool(false)),
        ])
    }
}
