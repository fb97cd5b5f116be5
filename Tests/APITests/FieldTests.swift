import EventLoop
import TestSupport
import Testing

@testable import API

@Suite struct FieldTests {
    static let whole = [
        "guild_id": "1", "count": "3", "time": "0.5", "flag": "true", "word": #""wörd""#,
        "roles": #"[1,"2"]"#,
    ]

    /// The sample's fields, one of them different or left out.
    static func body(_ name: String = "", _ value: String? = nil) -> String {
        var fields = whole
        fields[name] = value
        return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private func echo(_ body: String?) async throws -> (status: Int, text: String) {
        try await onLoop {
            let answer = try await SampleAPI.make().ask("POST", "/modules/sample/echo", body)
            return (answer.status, answer.said)
        }
    }

    private func said(_ method: String, _ path: String, _ body: String) async throws -> String {
        try await onLoop { try await SampleAPI.make().ask(method, path, body).said }
    }

    @Test func `good fields reach the handler`() async throws {
        let (status, text) = try await echo(Self.body())
        #expect(status == 200)
        #expect(
            text == #"{"success":true,"data":{"guild_id":"1","count":3,"time":0.5,"flag":true,"#
                + #""word":"wörd","roles":["1","2"]},"error":{}}"#)
    }

    @Test(arguments: whole.keys.sorted())
    func `a missing field is named`(name: String) async throws {
        let (status, text) = try await echo(Self.body(name))
        #expect(status == 400)
        #expect(text == "Bad Request Error! Field '\(name)' is required.")
    }

    @Test(arguments: [
        ("guild_id", "0"), ("guild_id", "-1"), ("guild_id", "1.5"), ("guild_id", "true"),
        ("guild_id", #""1x""#), ("guild_id", #""""#), ("guild_id", #""01""#),
        ("guild_id", "9223372036854775808"), ("guild_id", #""9223372036854775808""#),
        ("guild_id", "null"), ("guild_id", "[1]"), ("count", #""3""#), ("count", "3.5"),
        ("count", "1e400"), ("count", "null"), ("count", "true"), ("time", #""1""#),
        ("time", "1e999"),
        ("flag", "1"), ("flag", #""true""#), ("flag", "null"), ("word", "5"), ("word", "{}"),
        ("word", #""a\u0000""#), ("roles", "1"), ("roles", "null"), ("roles", #"["x"]"#),
        ("roles", "[0]"), ("roles", "{}"),
    ])
    func `a wrong type is 400 and named`(name: String, value: String) async throws {
        let (status, text) = try await echo(Self.body(name, value))
        #expect(status == 400)
        #expect(text.hasPrefix("Bad Request Error! Field '\(name)"), "\(text)")
    }

    @Test(arguments: [
        ("guild_id", "1.0"), ("guild_id", "9223372036854775807"), ("guild_id", "1e3"),
        ("guild_id", #""9223372036854775807""#), ("count", "3.0"), ("count", "1e1"), ("time", "0"),
        ("time", "-0.0"), ("word", "null"), ("word", #""\u00e9""#), ("word", #""ééééé""#),
        ("roles", "[]"), ("roles", #"["9223372036854775807",2,3]"#),
    ])
    func `what is exactly an integer is one, however it's written`(
        name: String, value: String
    ) async throws {
        #expect(try await echo(Self.body(name, value)).status == 200)
    }

    @Test(arguments: [
        ("count", "0", "from 1 to 10"), ("time", "-0.1", "0 or more"),
        ("word", #""""#, "from 1 to 5 characters long"),
        ("word", #""éééééé""#, "from 1 to 5 characters long"),
        ("roles", "[1,2,3,4]", "a list of from 0 to 3 elements"),
    ])
    func `a limit is told`(name: String, value: String, words: String) async throws {
        let (status, text) = try await echo(Self.body(name, value))
        #expect(status == 400)
        #expect(text == "Bad Request Error! Field '\(name)' must be \(words).")
    }

    @Test(arguments: [
        "", "[]", "1", "null", "{", "{}}", #"{"guild_id":1,"guild_id":1}"#, "\u{FEFF}{}",
        #"{"guild_id":1}"# + " x", String(repeating: "[", count: 65),
    ])
    func `a body that is no JSON object is 400`(body: String) async throws {
        #expect(try await echo(body).status == 400)
    }

    @Test func `an empty body is an empty object`() async throws {
        #expect(try await echo("").text == "Bad Request Error! Field 'guild_id' is required.")
        #expect(try await echo(nil).text == "Bad Request Error! Field 'guild_id' is required.")
    }

    @Test func `unknown fields are ignored`() async throws {
        let body = Self.body("unknown", #"{"deep":[1,null]}"#)
        #expect(try await echo(body).status == 200)
    }

    @Test func `an element that breaks a rule is named by its place`() async throws {
        let (_, text) = try await echo(Self.body("roles", #"[1,"x"]"#))
        #expect(text.hasPrefix("Bad Request Error! Field 'roles[1]' must be a Discord id"))
    }

    @Test(arguments: [
        (false, "null", #""channel":null"#), (true, #""create""#, #""channel":"made""#),
        (true, #""12""#, #""channel":"12""#), (true, #""made""#, "string, or 'create'."),
        (true, "null", "'channel' must not be null, except when counters_enabled is false."),
    ])
    func `null is taken only while its condition holds, and create beside an id`(
        enabled: Bool, channel: String, words: String
    ) async throws {
        let body = #"{"guild_id":1,"counters_enabled":\#(enabled),"channel":\#(channel)}"#
        #expect(try await said("PUT", "/modules/sample/settings", body).contains(words))
    }

    @Test(arguments: [
        (#""emoji","burst":true"#, #""burst":true"#),
        (#""button","burst":"nonsense""#, #""burst":null"#),
        (#""emoji""#, #"Field 'burst' is required when type is "emoji"."#),
        (#""emoji","burst":3"#, "Field 'burst' must be true or false."),
    ])
    func `a conditional field counts only where its condition holds`(
        fields: String, words: String
    ) async throws {
        let body = #"{"guild_id":1,"type":\#(fields)}"#
        #expect(try await said("POST", "/modules/sample/panel", body).contains(words))
    }

    @Test(arguments: [
        (#"[{"activity_type":0,"name":"a","state":null}]"#, 200, #""names":["a"]"#),
        (#"[{"activity_type":0,"name":"a"}]"#, 400, "Field 'activities[0].state' is required."),
        (
            #"[{"activity_type":"0","name":"a","state":""}]"#, 400,
            "Field 'activities[0].activity_type' must be an integer."
        ),
        (
            #"[{"activity_type":6,"name":"a","state":""}]"#, 400,
            "Field 'activities[0].activity_type' must be from 0 to 5."
        ),
        ("[1]", 400, "Field 'activities[0]' must be an object."),
        ("[]", 200, #""names":[]"#),
    ])
    func `the objects of a list have fields of their own`(
        activities: String, status: Int, words: String
    ) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask(
                "POST", "/modules/sample/presence", #"{"guild_id":1,"activities":\#(activities)}"#)
            #expect(answer.status == status)
            #expect(answer.said.contains(words))
        }
    }

    @Test func `a word outside a choice is told the choices`() async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask(
                "POST", "/modules/sample/presence",
                #"{"guild_id":1,"activities":[],"status":"away"}"#)
            #expect(
                answer.message == "Bad Request Error! Field 'status' must be 'online' or 'idle'.")
        }
    }
}
