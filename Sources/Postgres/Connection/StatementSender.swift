import CPostgres
import EventLoop

/// Sends units of statements to libpq: prepared on first use, or as text where a pooler forbids
/// that.
@LoopActor
final class StatementSender {
    /// What was handed to libpq.
    struct Sent {
        var steps = 0
        /// Bit i: step i is a preparation.
        var preparationSteps: UInt64 = 0
        /// Last one first.
        var preparations: [PreparedStatements.Preparation] = []
        var isComplete = false
    }

    var prepared = PreparedStatements()
    private let raw: OpaquePointer
    private let preparesStatements: Bool

    init(raw: OpaquePointer, preparesStatements: Bool) {
        self.raw = raw
        self.preparesStatements = preparesStatements
    }

    /// Sends the statements and their Sync.
    func send(_ statements: some Collection<BoundStatement>) -> Sent {
        precondition(statements.count * 2 <= PipelineMachine<Void>.maximumSteps)
        var sent = Sent()
        for statement in statements {
            guard send(statement, noting: &sent) else { return sent }
        }
        sent.preparations.reverse()
        sent.isComplete = PQpipelineSync(raw) == 1
        return sent
    }

    private func send(_ statement: BoundStatement, noting sent: inout Sent) -> Bool {
        ParameterEncoder.shared.encode(statement.values) { parameters in
            switch plan(for: statement) {
            case .unnamed:
                sent.steps += 1
                return send(text: statement.text, parameters)
            case .use(let name):
                sent.steps += 1
                return send(prepared: name, parameters)
            case .prepare(let preparation):
                sent.preparationSteps |= 1 << UInt64(sent.steps)
                sent.preparations.append(preparation)
                sent.steps += 2
                return PQsendPrepare(
                    raw, preparation.name, statement.text, parameters.count, parameters.types) == 1
                    && send(prepared: preparation.name, parameters)
            }
        }
    }

    private func plan(for statement: BoundStatement) -> PreparedStatements.Plan {
        guard preparesStatements else { return .unnamed }
        return prepared.plan(for: StatementCatalog.shared.number(of: statement))
    }

    private func send(text: String, _ parameters: ParameterEncoder.Arrays) -> Bool {
        PQsendQueryParams(
            raw, text, parameters.count, parameters.types, parameters.values, parameters.lengths,
            parameters.formats, 1) == 1
    }

    private func send(prepared name: String, _ parameters: ParameterEncoder.Arrays) -> Bool {
        PQsendQueryPrepared(
            raw, name, parameters.count, parameters.values, parameters.lengths,
            parameters.formats, 1) == 1
    }
}
