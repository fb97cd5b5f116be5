import EventLoop
import TestSupport
import Testing

@testable import API

@Suite struct QueryTests {
    private func filter(_ query: String) async throws -> String {
        try await onLoop {
            try await SampleAPI.make().ask("GET", "/modules/sample/filter?\(query)").said
        }
    }

    @Test func `what is left out has its standard value`() async throws {
        #expect(
            try await filter("guild_id=1")
                == #"{"success":true,"data":{"days":1,"user_id":null,"name":null,"wait":false},"error":{}}"#
        )
    }

    @Test(arguments: [
        ("name=a%20b+c", "a b c"), ("name=a%2Bb", "a+b"), ("name=%c3%a9", "é"),
        ("name=%C3%A9", "é"),
        ("n%61me=a", "a"), ("name=a=b", "a=b"), ("&&name=a&", "a"),
    ])
    func `a query is decoded`(query: String, name: String) async throws {
        #expect(try await filter("guild_id=1&\(query)").contains("\"name\":\"\(name)\""))
    }

    @Test(arguments: [
        ("days=30&user_id=7&wait=true", #"{"days":30,"user_id":"7","name":null,"wait":true}"#),
        ("days=007", #""days":7"#), ("unknown=%20", #""days":1"#),
        ("days=", "Field 'days' must be an integer."), ("days", "Field 'days' must be an integer."),
        ("days=1.0", "Field 'days' must be an integer."),
        ("days=%2B1", "Field 'days' must be an integer."),
        ("days=9223372036854775808", "Field 'days' must be an integer."),
        ("days=0", "Unprocessable Entity! Field 'days' must be from 1 to 30."),
        ("days=-1", "Unprocessable Entity! Field 'days' must be from 1 to 30."),
        ("user_id=0", "Field 'user_id' must be a Discord id"),
        ("user_id=null", "Field 'user_id' must be a Discord id"),
        ("wait=1", "Field 'wait' must be true or false."),
        ("name=a%00", "Field 'name' must not contain the character U+0000."),
        ("name=%ff", "The query string is not valid UTF-8."),
        ("days=1&days=1", "Field 'days' is given more than once."),
        ("days=1&days=2", "Field 'days' is given more than once."),
        ((0..<100).map { "a\($0)=1&" }.joined(), "The query string has more than 100 parameters."),
    ])
    func `query values are decimal, each given once`(query: String, words: String) async throws {
        #expect(try await filter("guild_id=1&\(query)").contains(words))
    }

    @Test(arguments: ["%", "a%4", "%zz", "%%20"])
    func `a percent sign without two digits is no encoding`(text: String) {
        #expect(Array(text.utf8).withUnsafeBytes(PercentEncoding.decoded) == nil)
    }

    @Test(arguments: [
        ("DELETE", "delete", "?guild_id=1", nil, 200),
        ("DELETE", "delete", "", #"{"guild_id":1}"#, 200),
        ("DELETE", "delete", "?guild_id=1", #"{"guild_id":"1"}"#, 200),
        ("DELETE", "delete", "?guild_id=2", #"{"guild_id":1}"#, 400),
        ("DELETE", "delete", "", nil, 400), ("DELETE", "item/7", "", #"{"guild_id":1}"#, 404),
        ("DELETE", "item/7", "?guild_id=1", nil, 404),
        ("POST", "uses", "?guild_id=1", nil, 200), ("POST", "uses", "", #"{"guild_id":1}"#, 200),
        ("POST", "uses", "?guild_id=2", #"{"guild_id":1}"#, 400),
        ("POST", "event", "?guild_id=1&user_id=1", nil, 400),
        ("POST", "event", "?guild_id=2", #"{"guild_id":1,"user_id":1}"#, 400),
        ("GET", "filter", "?guild_id=1", #"{"guild_id":2}"#, 200),
        ("GET", "filter", "", #"{"guild_id":2}"#, 400),
    ])
    func `fields come from where the document says, for a DELETE also the other way round`(
        method: String, path: String, query: String, body: String?, status: Int
    ) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make()
                .ask(method, "/modules/sample/\(path)\(query)", body)
            #expect(answer.status == status, "\(answer.said)")
        }
    }

    @Test(arguments: [
        ("text/plain", "{}", 415), ("application/x-www-form-urlencoded", "a=1", 415),
        ("multipart/form-data; boundary=json", "a", 415), ("application/json", "", 400),
        ("text/plain", "", 400), ("Application/JSON; charset=utf-8", "{}", 400),
        ("application/problem+json", "{}", 400),
    ])
    func `only a body that says it's no JSON is 415`(
        type: String, body: String, status: Int
    ) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask(
                "POST", "/modules/sample/echo", body, headers: ["Content-Type: \(type)"])
            #expect(answer.status == status)
            #expect(answer.code == status)
        }
    }

    @Test(arguments: [
        ("abc", 200), (String(repeating: "é", count: 64), 200), ("", 400),
        (String(repeating: "k", count: 65), 400),
    ])
    func `an Idempotency-Key has 1 to 64 characters`(key: String, status: Int) async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask(
                "POST", "/modules/sample/event", #"{"guild_id":1,"user_id":1}"#,
                headers: ["Idempotency-Key: \(key)"])
            #expect(answer.status == status)
            if status == 200 { #expect(answer.text.contains(key)) }
        }
    }
}
