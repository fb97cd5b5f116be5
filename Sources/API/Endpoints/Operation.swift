import Essentials
import EventLoop

/// The part of an endpoint that knows the types of its fields.
protocol Operation: Sendable {
    /// Reads the fields, lets the caller in or not, and runs the handler.
    @LoopActor
    func run(_ route: Route, _ reader: RequestReader, _ context: inout RequestContext) async throws
        -> Answer

    /// Reads the fields of a request that came with others in one body. What remains runs without the reader.
    func read(_ reader: RequestReader) throws -> ReadRequest

    /// Reads the fields once more, each on its own, for an answer that names every wrong one. While nothing has suspended since
    /// the first fault was found, the reader still has that request.
    func allFaults(first: Fault, _ reader: RequestReader) -> Fault
}

/// Reads each field into its type and hands the values to the handler.
struct TypedOperation<each Value: Sendable & Equatable>: Operation {
    let fields: (repeat FieldReader<each Value>)
    let item: (@Sendable (repeat each Value) -> any Sendable)?
    let handler: @LoopActor @Sendable (RequestContext, repeat each Value) async throws -> Answer

    @LoopActor
    func run(_ route: Route, _ reader: RequestReader, _ context: inout RequestContext) async throws
        -> Answer
    {
        let values = (repeat try reader.value(of: each fields))
        context.guild = reader.guild
        // Nothing suspends up to here: the reader is the next request's from the first suspension on.
        guard route.access.admits(context.caller, guild: reader.guild, member: reader.member) else {
            throw APIError.forbidden
        }
        if let fault = reader.noted {
            context.pathID = reader.captures.first
            throw try await route.refusal(allFaults(first: fault, reader), context)
        }
        return try await handler(context, repeat each values)
    }

    func read(_ reader: RequestReader) throws -> ReadRequest {
        let values = (repeat try reader.value(of: each fields))
        if let item, reader.noted == nil { return .item(item(repeat each values)) }
        return .request(
            TypedRequest<repeat each Value>(
                values: (repeat each values), guild: reader.guild, member: reader.member,
                limits: reader.noted.map { allFaults(first: $0, reader) }, handler: handler))
    }

    func allFaults(first: Fault, _ reader: RequestReader) -> Fault {
        guard case .field(let name, let rule) = first else { return first }
        let told = FieldFault(name, rule)
        var faults = [told]
        for field in repeat each fields {
            if let fault = reader.fault(of: field), fault.name != name { faults.append(fault) }
        }
        return faults.count == 1 ? first : .fields(faults)
    }
}
