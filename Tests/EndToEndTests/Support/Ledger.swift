import Testing

/// What clients were told against what the database holds.
struct Ledger {
    let events: [Load.Event]
    let stored: [Int: Int]

    /// Answered with 200, yet not in the database.
    var lost: [Int] { events.filter { $0.fate.isStored && stored[$0.id] == nil }.map(\.id) }
    /// In the database more than once.
    var doubled: [Int] { stored.filter { $0.value > 1 }.map(\.key) }
    /// Sent on an open connection, and never answered whole.
    var unanswered: [Load.Event] {
        events.filter { if case .unanswered = $0.fate { true } else { false } }
    }
    var slowest: Double { events.map(\.seconds).max() ?? 0 }
    var statuses: [Int: Int] {
        events.reduce(into: [:]) { counts, event in
            if case .answered(let status, _, _) = event.fate { counts[status, default: 0] += 1 }
        }
    }

    /// What holds on every day, however bad.
    func expectExactness(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(lost.isEmpty, "answered but not stored", sourceLocation: sourceLocation)
        #expect(doubled.isEmpty, "stored twice", sourceLocation: sourceLocation)
        #expect(statuses[200, default: 0] > 0, sourceLocation: sourceLocation)
    }

    /// Nothing was left without an answer, and what failed failed as documented: 803, with Retry-After.
    func expectOnlyDatabaseErrors(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(unanswered.isEmpty, sourceLocation: sourceLocation)
        for event in events {
            guard case .answered(let status, let code, let hasRetryAfter) = event.fate,
                status != 200
            else { continue }
            #expect(status == 503, sourceLocation: sourceLocation)
            #expect(code == 803, sourceLocation: sourceLocation)
            #expect(hasRetryAfter, sourceLocation: sourceLocation)
        }
    }
}
