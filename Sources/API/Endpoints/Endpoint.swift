import Essentials
import EventLoop
import HTTP

/// One operation of the API, declared once: routing, validation, access, documentation and contract tests read this value.
package struct Endpoint: Sendable {
    package let method: HTTPMethod
    /// As in the contract: `/modules/serverstats/counter/{counter_id}`. One that ends in a slash answers without it too.
    package let path: String
    /// One sentence on what it does.
    package let summary: String
    /// The group it's shown in: the module's name.
    package let group: String
    package let access: Access
    package let input: Input
    package let fields: [FieldSpec]
    /// The errors of its own, as the contract lists them; 401, 403 and 404 of ids go without saying.
    package let errors: [ErrorName]
    /// Errors beside those that the contract lists for it, where another of its pages says so.
    package let furtherErrors: [ErrorName]
    /// Whether it names channels or the like that must be the guild's: 422 for another guild's, 804 where Discord doesn't tell.
    package let refusesForeign: Bool
    /// The permissions at Discord that the bot needs in the guild for it, as Discord's settings call them; nil where Discord isn't called.
    package let botNeeds: String?
    /// The shape of `data`.
    package let answer: Shape
    /// Whether an `Idempotency-Key` header means something.
    package let takesIdempotencyKey: Bool
    /// Whether it may wait for something on purpose: that isn't slow.
    let mayWait: Bool
    let gate: Gate?
    let operation: any Operation

    /// Where the fields come from. A DELETE takes them from the other place too.
    package enum Input: Hashable, Sendable {
        case none
        case query
        case body
        /// Documented in the query, but taken from the body too.
        case queryOrBody
        /// Nothing is documented; what the query may say is our own addition.
        case ownQuery
    }

    /// Checks that come before a broken limit is told: that the module is on (800, 801, 802) and that things exist
    /// (404). It only runs then; otherwise the handler's own statement does its work.
    package typealias Gate = @LoopActor @Sendable (Snowflake, RequestContext) async throws -> Void

    /// - Parameters:
    ///   - fields: in the order in which a handler gets their values; path parameters are among them.
    ///   - item: what a request is made into that came with others in one body, for a module that handles many of them at once;
    ///     nil: each of them goes to the handler.
    ///   - handler: gets values that keep every rule of their fields, from a caller who may call.
    ///     It throws `APIError`, or `DatabaseError`, which becomes 802 for a GET and 803 for the rest.
    package init<each Value: Sendable & Equatable>(
        _ method: HTTPMethod, _ path: String, _ summary: String, group: String,
        access: Access, input: Input = .none, errors: [ErrorName] = [],
        furtherErrors: [ErrorName] = [], refusesForeign: Bool = false, botNeeds: String? = nil,
        answer: Shape = .message,
        takesIdempotencyKey: Bool = false, mayWait: Bool = false, gate: Gate? = nil,
        item: (@Sendable (repeat each Value) -> any Sendable)? = nil,
        fields: repeat Field<each Value>,
        handler:
            @escaping @LoopActor @Sendable (RequestContext, repeat each Value) async throws ->
            Answer
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.group = group
        self.access = access
        self.input = input
        self.errors = errors
        self.furtherErrors = furtherErrors
        self.refusesForeign = refusesForeign
        self.botNeeds = botNeeds
        self.answer = answer
        self.takesIdempotencyKey = takesIdempotencyKey
        self.mayWait = mayWait
        self.gate = gate
        var specs: [FieldSpec] = []
        for field in repeat each fields { specs.append(field.spec) }
        self.fields = specs
        operation = TypedOperation(
            fields: (repeat FieldReader(each fields)), item: item, handler: handler)
    }
}

extension Endpoint {
    /// Marked "Do not use this endpoint yourself!" in the documents.
    package var isInternal: Bool { access.isInternal }

    /// The places a request's fields are looked for.
    var sources: RequestReader.Sources {
        switch (input, method) {
        case (.none, _): []
        case (.queryOrBody, _), (_, .delete): [.query, .body]
        case (.query, _), (.ownQuery, _): .query
        case (.body, _): .body
        }
    }
}
