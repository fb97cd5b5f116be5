import API
import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

/// Holds what is declared to the contract, to the rules of all declarations, and to its documentation.
@Suite struct DeclarationTests {
    @Test func `everything is declared as the contract says`() async throws {
        let (differences, missing, additional) = try await TestApplication.declared {
            let comparison = ContractComparison($0.endpoints)
            return (
                comparison.differences(from: Contract.operations),
                comparison.missing(of: Contract.operations),
                comparison.additional(to: Contract.operations)
            )
        }
        #expect(differences == [])
        #expect(missing == [])
        let counts = Contract.modules.map { module in
            Contract.operations.count { $0.module == module }
        }
        #expect(counts == [136, 17, 19, 17])
        let ofModules = additional.filter { name in
            Contract.modules.contains { name.contains(" /modules/\($0)/") }
        }
        #expect(Set(ofModules) == Contract.additions)
        #expect(ofModules.count == Contract.additions.count)
    }

    @Test(arguments: EndpointValidator.all.map(\.name))
    func `everything that is served keeps every rule`(name: String) async throws {
        let faults = try await TestApplication.declared { application in
            EndpointValidator.all.first { $0.name == name }?.faults(application.endpoints)
        }
        #expect(faults == [])
    }

    @Test func `the document describes every endpoint, and its references lead somewhere`()
        async throws
    {
        try await TestApplication.declared { application in
            let document = try await application.api.ask("GET", "/openapi.json", token: nil).json
            let paths = try #require(document.member("paths"))
            for endpoint in application.endpoints {
                let method = endpoint.method.rawValue.lowercased()
                let summary = paths.member(endpoint.path)?.member(method)?.member("summary")
                #expect(summary?.string() == endpoint.summary, "\(method) \(endpoint.path)")
            }
            let references = document.references
            #expect(references.count > 100)
            for reference in Set(references) {
                let steps = reference.dropFirst(2).split(separator: "/")
                let target = steps.reduce(document as JSONValue?) { $0?.member(String($1)) }
                #expect(target != nil, "\(reference)")
            }
        }
    }
}

extension JSONValue {
    /// Every `$ref` in it.
    fileprivate var references: [String] {
        let own = member("$ref")?.string().map { [$0] } ?? []
        return own + members.flatMap { $0.1.references } + elements.flatMap { $0.references }
    }
}
