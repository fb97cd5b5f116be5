/// What a server answered.
package struct HTTPAnswer: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]
    package var body: [UInt8] = []

    init(head: String) {
        let lines = head.split(separator: "\r\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
            return (parts[0].lowercased(), String(value))
        }
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    package func header(_ lowercaseName: String) -> String? {
        headers.first { $0.name == lowercaseName }?.value
    }

    package var closes: Bool { header("connection")?.lowercased() == "close" }

    /// The `code` of the error in an answer's envelope.
    package var errorCode: Int? {
        guard let found = text.range(after: #""code":"#) else { return nil }
        return Int(found.prefix { $0.isNumber })
    }

    /// The text value of a field anywhere in the body: enough for tests that know what they asked for.
    package func string(_ field: String) -> String? {
        text.range(after: "\"\(field)\":\"").map { String($0.prefix { $0 != "\"" }) }
    }
}

extension String {
    fileprivate func range(after marker: String) -> Substring? {
        var rest = self[...]
        while !rest.isEmpty {
            if rest.hasPrefix(marker) { return rest.dropFirst(marker.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}
