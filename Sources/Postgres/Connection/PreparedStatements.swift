/// The statements that one connection has prepared, by their numbers in the ``StatementCatalog``.
struct PreparedStatements {
    /// How to send a statement.
    enum Plan: Equatable {
        /// Already prepared under this name.
        case use(name: String)
        /// Prepare it on the way, and report the result.
        case prepare(Preparation)
        /// Its preparation is still in flight and may fail: send the whole text.
        case unnamed
    }

    /// A statement that is being prepared under a name.
    struct Preparation: Equatable {
        let statement: Int
        let nameNumber: Int

        var name: String { "s\(nameNumber)" }
    }

    private enum State {
        case unknown
        case preparing(nameNumber: Int)
        case prepared(name: String)
    }

    private var states: [State] = []
    private var namesGiven = 0

    mutating func plan(for statement: Int) -> Plan {
        while states.count <= statement { states.append(.unknown) }
        switch states[statement] {
        case .prepared(let name): return .use(name: name)
        case .preparing: return .unnamed
        case .unknown:
            namesGiven += 1
            states[statement] = .preparing(nameNumber: namesGiven)
            return .prepare(Preparation(statement: statement, nameNumber: namesGiven))
        }
    }

    mutating func succeeded(_ preparation: Preparation) {
        guard isInFlight(preparation) else { return }
        states[preparation.statement] = .prepared(name: preparation.name)
    }

    /// The server refused or skipped the preparation: the next use tries again.
    mutating func failed(_ preparation: Preparation) {
        guard isInFlight(preparation) else { return }
        states[preparation.statement] = .unknown
    }

    /// Forgets all preparations; later ones get new names.
    mutating func forgetAll() {
        states.removeAll()
    }

    private func isInFlight(_ preparation: Preparation) -> Bool {
        guard preparation.statement < states.count,
            case .preparing(preparation.nameNumber) = states[preparation.statement]
        else { return false }
        return true
    }
}
