import Essentials
import EventLoop

/// A request whose fields have been read: the reader may go on to others.
enum ReadRequest: Sendable {
    /// What its endpoint makes of requests that come many in one body.
    case item(any Sendable)
    case request(any RunnableRequest)
}

protocol RunnableRequest: Sendable {
    @LoopActor
    func run(_ route: Route, _ context: RequestContext) async throws -> Answer
}

/// The values of an operation's fields, and what is done with them.
struct TypedRequest<each Value: Sendable & Equatable>: RunnableRequest {
    let values: (repeat each Value)
    let guild: Snowflake?
    let member: Snowflake?
    /// The limits that values broke.
    let limits: Fault?
    let handler: @LoopActor @Sendable (RequestContext, repeat each Value) async throws -> Answer

    @LoopActor
    func run(_ route: Route, _ context: RequestContext) async throws -> Answer {
        var context = context
        context.guild = guild
        guard route.access.admits(context.caller, guild: guild, member: member) else {
            throw APIError.forbidden
        }
        if let limits { throw try await route.refusal(limits, context) }
        return try await handler(context, repeat each values)
    }
}
