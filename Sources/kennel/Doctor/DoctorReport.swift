import Essentials

/// The doctor's findings, a line each.
struct DoctorReport: Sendable {
    enum Finding: Equatable, Sendable {
        case good(String)
        /// It works, but should be improved.
        case doubtful(String)
        case bad(String)
    }

    private var lines: [(subject: String, finding: Finding)] = []

    /// A later finding about a subject replaces the earlier one.
    mutating func add(_ subject: String, _ finding: Finding) {
        if let place = lines.firstIndex(where: { $0.subject == subject }) {
            lines[place].finding = finding
        } else {
            lines.append((subject, finding))
        }
    }

    var isGood: Bool {
        !lines.contains { if case .bad = $0.finding { true } else { false } }
    }

    var text: String {
        lines.map { subject, finding in
            let padding = String(repeating: " ", count: max(0, 12 - subject.count))
            return "\(finding.mark)  \(subject)\(padding)  \(finding.words)\n"
        }.joined()
    }

    /// The same for programs: `healthy`, and `findings` of `subject`, `level` (`ok`, `note`, `bad`) and `words`.
    var json: String {
        var writer = ByteWriter()
        writer.beginObject()
        writer.field("healthy", isGood)
        writer.key("findings")
        writer.beginArray()
        for (subject, finding) in lines {
            writer.beginObject()
            writer.field("subject", subject)
            writer.field("level", finding.mark.lowercased().filter { $0 != " " })
            writer.field("words", finding.words)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.string + "\n"
    }
}

extension DoctorReport.Finding {
    fileprivate var mark: String {
        switch self {
        case .good: "ok  "
        case .doubtful: "note"
        case .bad: "BAD "
        }
    }

    fileprivate var words: String {
        switch self {
        case .good(let words), .doubtful(let words), .bad(let words): words
        }
    }
}
