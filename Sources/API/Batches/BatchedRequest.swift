import Essentials
import EventLoop

/// One of several requests that came in one body: read, and ready to run as if it had come alone.
package struct BatchedRequest: Sendable {
    package let target: Target?
    package let guild: Snowflake?
    /// Whom it's about.
    package let subject: Snowflake?
    /// What the header `Idempotency-Key` is for one that comes alone.
    package let key: String?
    private let request: Result<ReadRequest, any Error>

    /// The endpoint that requests of a batch go to.
    package struct Target: Sendable {
        fileprivate let route: Route
        /// The field that names whom a request is about.
        fileprivate let subject: String?
        /// Whether the order matters in which requests about one subject run.
        package let isOrdered: Bool

        package init(_ endpoint: Endpoint, subject: String?, isOrdered: Bool) {
            route = Route(endpoint, place: -1)
            self.subject = subject
            self.isOrdered = isOrdered
        }
    }

    /// Finds a request's endpoint by its fields.
    package typealias Router = @Sendable (RequestReader) throws(Fault) -> Target

    /// - Parameter begin: gives the reader the request's object.
    init(
        _ reader: RequestReader, to router: Router,
        begin: (RequestReader) throws(Fault) -> Void
    ) {
        let found = Result { () throws -> (Target, String?, ReadRequest) in
            try begin(reader)
            let target = try router(reader)
            let key = target.route.takesIdempotencyKey ? try Self.key(reader) : nil
            return (target, key, try target.route.operation.read(reader))
        }
        request = found.map(\.2)
        key = try? found.get().1
        target = try? found.get().0
        guild = reader.guild
        subject = target?.subject.flatMap { reader.raw($0)?.snowflake }
    }

    private static func key(_ reader: RequestReader) throws(Fault) -> String? {
        guard let raw = reader.raw("key"), !raw.isNull else { return nil }
        guard case .json(let value) = raw,
            let key = try value.withUTF8({ utf8 throws(Fault) in try IdempotencyKey.read(utf8) })
        else { throw .field("key", .kind(.text(IdempotencyKey.length), also: nil)) }
        return key
    }

    /// What its endpoint makes of requests that come together, where the caller may call it; nil: run it.
    package func item(for caller: Caller) -> (any Sendable)? {
        guard case .success(.item(let item)) = request,
            target?.route.access.admits(caller, guild: guild, member: nil) == true
        else { return nil }
        return item
    }

    /// Runs the request in the name of the one that brought it.
    /// - Returns: whether the same had been asked before, so that nothing changed.
    @LoopActor
    package func run(_ context: RequestContext) async throws -> Bool {
        guard case .request(let request) = try request.get(), let route = target?.route else {
            throw APIError.forbidden
        }
        var context = context
        context.idempotencyKey = key
        return try await request.run(route, context).isRepeat
    }
}

// Two batches are never compared: a query can't hold a second one.
extension BatchedRequest: Equatable {
    package static func == (left: BatchedRequest, right: BatchedRequest) -> Bool { false }
}
