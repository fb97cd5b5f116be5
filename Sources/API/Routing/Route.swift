import EventLoop
import HTTP

/// The parts of an endpoint that serving needs, worked out at start and passed by reference.
final class Route: Sendable {
    /// The endpoint's place in the router.
    let place: Int
    let path: String
    let method: HTTPMethod
    let access: Access
    let sources: RequestReader.Sources
    /// Whether its body may be JSON lines.
    let takesLines: Bool
    let takesIdempotencyKey: Bool
    /// Whether a success changes what an administrator or a member decides.
    let isAudited: Bool
    let mayWait: Bool
    /// Whether its answers hold a list, and so may be long.
    let hasList: Bool
    let gate: Endpoint.Gate?
    let operation: any Operation
    /// Where the path has parameters.
    let template: PathTemplate?
    private let limitsAreUnprocessable: Bool

    init(_ endpoint: Endpoint, place: Int) {
        self.place = place
        path = endpoint.path
        method = endpoint.method
        access = endpoint.access
        sources = endpoint.sources
        takesLines = endpoint.fields.contains(where: \.comesInLines)
        takesIdempotencyKey = endpoint.takesIdempotencyKey
        isAudited =
            endpoint.method != .get
            && [.administrators, .keyHolders, .privacy].contains(endpoint.access)
        mayWait = endpoint.mayWait
        hasList = endpoint.answer.hasList
        gate = endpoint.gate
        operation = endpoint.operation
        let template = PathTemplate(endpoint.path)
        self.template = template.parameters.isEmpty ? nil : template
        limitsAreUnprocessable = (endpoint.errors + endpoint.furtherErrors).contains(
            .unprocessable)
    }

    /// The error for broken limits, told whole: whoever sent several wrong fields learns of all of them at once. 422 where the
    /// documents list it. The gate is asked first.
    @LoopActor
    func refusal(_ limits: Fault, _ context: RequestContext) async throws -> APIError {
        if let gate, let guild = context.guild { try await gate(guild, context) }
        return limitsAreUnprocessable ? .unprocessable(limits) : .badRequest(limits)
    }

    /// The meaning of a database failure here.
    var intent: APIError.Intent { method == .get ? .reading : .writing }
}
