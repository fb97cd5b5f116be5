import Essentials
import EventLoop

/// Injecting faults.
extension ControlCall {
    /// Faults, and the recorded calls.
    static let faultOperations: [String: Operation] = [
        "POST /faults": { call throws(WorldFault) in
            let effect = try call.effect()
            call.emulator.faults.add(
                effect, call.body["method"]?.string ?? "*", call.body["path"]?.string ?? "/**",
                times: call.body["times"]?.integer ?? 1)
            return done
        },
        "GET /faults": { call throws(WorldFault) in
            .object([
                .init("pending", .integer(Int64(call.emulator.faults.pending))),
                .init("hanging", .integer(Int64(call.emulator.faults.hanging))),
            ])
        },
        "DELETE /faults": { call throws(WorldFault) in
            call.emulator.faults.clear()
            return done
        },
        "GET /calls": { call throws(WorldFault) in
            let method = call.query["method"] ?? "*"
            let calls = call.emulator.calls(method, call.query["path"] ?? "/**")
            return .object([
                .init("count", .integer(Int64(calls.count))),
                .init("calls", .array(calls.suffix(10_000).map(\.json))),
            ])
        },
        "DELETE /calls": { call throws(WorldFault) in
            call.emulator.clearCalls()
            return done
        },
        "GET /figures": { call throws(WorldFault) in
            let load = call.emulator.load
            return .object([
                .init("total", .integer(Int64(load.total))),
                .init("greatest_per_second", .integer(Int64(load.greatestPerSecond))),
                .init("mean_per_second", .double(load.meanPerSecond)),
                .init("limited", .integer(Int64(load.limited))),
            ])
        },
        "DELETE /figures": { call throws(WorldFault) in
            call.emulator.load = LoadMeter()
            return done
        },
    ]

    private func effect() throws(WorldFault) -> Fault.Effect {
        let seconds = Duration.milliseconds(Int64((body["seconds"]?.number ?? 1) * 1000))
        switch body["effect"]?.string {
        case "fail":
            return .fail(
                status: body["status"]?.integer ?? 500, code: body["code"]?.integer ?? 0,
                message: body["message"]?.string ?? "", location: body["location"]?.string)
        case "answer":
            let type = body["html"]?.bool == true ? "html" : body["type"]?.string ?? "json"
            guard let type = Fault.ContentType(rawValue: type) else {
                throw WorldFault("type is json, html or text")
            }
            return .answer(
                status: body["status"]?.integer ?? 200, body: body["body"]?.string ?? "",
                contentType: type)
        case "delay": return .delay(seconds)
        case "hang": return .hang
        case "hang_after": return .hangAfter
        case "garbage": return .garbage
        case "drop":
            switch body["moment"]?.string {
            case nil, "before": return .drop(.beforeExecuting)
            case "after": return .drop(.afterExecuting)
            case "halfway": return .drop(.halfway)
            default: throw WorldFault("moment is before, after or halfway")
            }
        case "limit":
            guard let scope = LimitScope(rawValue: body["scope"]?.string ?? "user") else {
                throw WorldFault("scope is user, global or shared")
            }
            return .limit(scope: scope, retryAfter: body["retry_after"]?.number ?? 1)
        default:
            throw WorldFault(
                "effect is fail, answer, delay, hang, hang_after, drop, limit or garbage")
        }
    }
}

extension RecordedCall {
    var json: JSON {
        .object([
            .init("method", .string(method)), .init("path", .string(path)),
            .init(
                "query", .object(query.sorted { $0.key < $1.key }.map { .init($0, .string($1)) })),
            .init("body", body), .init("reason", reason.map { .string($0) } ?? .null),
            .init("authorization", .string(authorization.rawValue)),
            .init("status", status.map { .integer(Int64($0)) } ?? .null),
            .init("time", .string("\(time)")),
        ])
    }
}
