import Essentials
import TestSupport
import Testing

@testable import API

/// `error.fields` lists every wrong field with the rule that it breaks.
@Suite struct WrongFieldsTests {
    private func wrong(
        _ method: String, _ target: String, _ body: String? = nil
    ) async throws -> (status: Int, message: String, fields: [String]) {
        try await onLoop {
            let answer = try await SampleAPI.make().ask(method, target, body)
            let fields = answer.json.member("error" as StaticString)?.member(
                "fields" as StaticString)
            let told = fields.map { fields in
                fields.elements.map { one in
                    let name = one.member("field" as StaticString)?.string() ?? ""
                    return "\(name) \(one.member("rule" as StaticString)?.string() ?? "")"
                }
            }
            return (answer.status, answer.message ?? "", told ?? [])
        }
    }

    @Test func `all that are missing or of a wrong type, and limits that are broken too`()
        async throws
    {
        let (status, message, fields) = try await wrong(
            "POST", "/modules/sample/echo", #"{"guild_id":1,"count":11,"time":"x","flag":true}"#)
        #expect(status == 400)
        #expect(message == "Bad Request Error! Field 'time' must be a finite number.")
        #expect(
            fields == [
                "time must be a finite number.", "count must be from 1 to 10.",
                "word is required.", "roles is required.",
            ])
    }

    @Test func `all limits, where nothing else is wrong`() async throws {
        let (status, message, fields) = try await wrong(
            "POST", "/modules/sample/echo",
            #"{"guild_id":1,"count":11,"time":-1,"flag":true,"word":"too long","roles":[]}"#)
        #expect(status == 400)
        #expect(message == "Bad Request Error! Field 'count' must be from 1 to 10.")
        #expect(
            fields == [
                "count must be from 1 to 10.", "time must be 0 or more.",
                "word must be from 1 to 5 characters long.",
            ])
        let (unprocessable, _, days) = try await wrong(
            "GET", "/modules/sample/filter?guild_id=1&days=31")
        #expect(unprocessable == 422)
        #expect(days == ["days must be from 1 to 30."])
    }

    @Test func `inside a list the path leads to it`() async throws {
        let (_, _, fields) = try await wrong(
            "POST", "/modules/sample/echo",
            #"{"guild_id":1,"count":1,"time":1,"flag":true,"word":null,"roles":[1,"x"]}"#)
        #expect(fields.count == 1)
        #expect(fields.first?.hasPrefix("roles[1] must be a Discord id") == true)
    }

    @Test func `where no field is wrong there is no list`() async throws {
        let (status, _, fields) = try await wrong("POST", "/modules/sample/echo", "{")
        #expect(status == 400)
        #expect(fields == [])
    }

    @Test func `what an endpoint finds out about a field stands there without its name`() {
        let error = APIError.unprocessable(
            "Field 'channel' names a channel of another guild.", field: "channel")
        #expect(
            String(decoding: error.envelope, as: UTF8.self).hasSuffix(
                #""fields":[{"field":"channel","rule":"names a channel of another guild."}]}}"#))
    }
}
