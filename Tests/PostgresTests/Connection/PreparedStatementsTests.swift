import Testing

@testable import Postgres

@Suite struct PreparedStatementsTests {
    private func preparation(_ plan: PreparedStatements.Plan) throws
        -> PreparedStatements.Preparation
    {
        guard case .prepare(let preparation) = plan else { throw UnexpectedPlan(plan: plan) }
        return preparation
    }

    private struct UnexpectedPlan: Error {
        let plan: PreparedStatements.Plan
    }

    @Test func `a statement is prepared on first use and used by name from then on`() throws {
        var prepared = PreparedStatements()
        let first = try preparation(prepared.plan(for: 4))
        prepared.succeeded(first)
        #expect(prepared.plan(for: 4) == .use(name: first.name))
    }

    @Test func `while the preparation is in flight the statement goes unnamed`() throws {
        var prepared = PreparedStatements()
        _ = try preparation(prepared.plan(for: 0))
        #expect(prepared.plan(for: 0) == .unnamed)
    }

    @Test func `after a refused preparation the next use tries again`() throws {
        var prepared = PreparedStatements()
        prepared.failed(try preparation(prepared.plan(for: 0)))
        #expect(throws: Never.self) { try preparation(prepared.plan(for: 0)) }
    }

    @Test func `statements have names of their own`() throws {
        var prepared = PreparedStatements()
        let first = try preparation(prepared.plan(for: 0))
        let second = try preparation(prepared.plan(for: 1))
        #expect(first.name != second.name)
    }

    @Test func `what was forgotten is prepared under a new name, whatever old answers say`() throws
    {
        var prepared = PreparedStatements()
        let old = try preparation(prepared.plan(for: 0))
        prepared.forgetAll()
        let new = try preparation(prepared.plan(for: 0))
        #expect(new.name != old.name)
        prepared.succeeded(old)
        #expect(prepared.plan(for: 0) == .unnamed)
        prepared.succeeded(new)
        #expect(prepared.plan(for: 0) == .use(name: new.name))
    }
}
