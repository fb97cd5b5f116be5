/// What the doctor found, a line each.
struct DoctorReport {
    enum Finding: Equatable {
        case good(String)
        /// It works, but not as it should.
        case doubtful(String)
        case bad(String)
    }

    private var lines: [(subject: String, finding: Finding)] = []

    mutating func add(_ subject: String, _ finding: Finding) {
        lines.append((subject, finding))
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
