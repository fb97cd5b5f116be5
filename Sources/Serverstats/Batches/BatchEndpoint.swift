import Modules

/// Many events in one request. Not in the documentation of others.
extension Serverstats {
    var batchEndpoint: Endpoint {
        Endpoint(
            .post, "\(Self.root)/stats/batch",
            "Adds up to 1,000 events of any guilds to any statistics, each as if sent alone.",
            group: Self.group, access: .service, input: .body, errors: [.badRequest, .database],
            answer: EventBatchReport.shape,
            fields: .events(EventRouter(statisticEndpoints))
        ) { [events] context, requests in
            .object(try await EventBatch(requests, events, context).run())
        }
    }
}

/// Finds the endpoint that an event of a batch would have been sent to.
private struct EventRouter: Sendable {
    private let posts: [String: BatchedRequest.Target]
    private let puts: [String: BatchedRequest.Target]

    init(_ endpoints: [Endpoint]) {
        posts = Self.targets(.post, endpoints)
        puts = Self.targets(.put, endpoints)
    }

    var paths: [String] { Statistic.all.map(\.path).filter { posts[$0] != nil } }

    func target(_ reader: RequestReader) throws(Fault) -> BatchedRequest.Target {
        guard let path = reader.raw("stat")?.string else { throw .missing }
        let isEnd = reader.raw("left")?.boolean ?? false
        guard let target = isEnd ? puts[path] : posts[path] else { throw .unknown(path, isEnd) }
        return target
    }

    private static func targets(
        _ method: HTTPMethod, _ endpoints: [Endpoint]
    ) -> [String: BatchedRequest.Target] {
        var targets: [String: BatchedRequest.Target] = [:]
        for statistic in Statistic.all {
            let endpoint = endpoints.first {
                $0.method == method && $0.path == statistic.fullPath
            }
            guard let endpoint else { continue }
            targets[statistic.path] = BatchedRequest.Target(
                endpoint, subject: endpoint.fields.map(\.name).first { $0 != "guild_id" },
                isOrdered: statistic.movesSessions)
        }
        return targets
    }
}

extension Fault {
    fileprivate static var missing: Fault {
        .about("stat", "Field 'stat' must be the path of a statistic, such as messages/sent.")
    }

    fileprivate static func unknown(_ path: String, _ isEnd: Bool) -> Fault {
        .about(
            "stat",
            isEnd
                ? "Field 'left' is for the statistic voice only."
                : "Field 'stat': there is no statistic '\(path.prefix(100))' that takes events.")
    }
}

extension Field<[BatchedRequest]> {
    fileprivate static func events(_ router: EventRouter) -> Field {
        .requests(
            "events", count: 1...1_000,
            "The events: each has the fields of its statistic's POST, and these.",
            of: [
                FieldSpec("stat", .choice(router.paths), "The path behind /stats/."),
                Field<Snowflake>.snowflake("guild_id", "The guild's id.").spec,
                Field<String>.text("key", 1...64, "What the header Idempotency-Key is elsewhere.")
                    .optional().spec,
                Field<Bool>.boolean("left", "For voice: the member has left the channel.")
                    .optional()
                    .spec,
            ], to: { (reader) throws(Fault) in try router.target(reader) })
    }
}
