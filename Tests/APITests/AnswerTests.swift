import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

@testable import API

@Suite struct AnswerTests {
    private func fail(_ how: String) async throws -> (status: Int, text: String, retry: String?) {
        try await onLoop {
            let answer = try await SampleAPI.make().ask(
                "POST", "/modules/sample/broken", #"{"guild_id":1,"how":"\#(how)"}"#)
            return (answer.status, answer.text, answer.header("Retry-After"))
        }
    }

    @Test func `a message is a success in the envelope`() async throws {
        try await onLoop {
            let answer = try await SampleAPI.make().ask("GET", "/modules/sample/")
            #expect(answer.text == #"{"success":true,"data":{"message":"hello"},"error":{}}"#)
            #expect(answer.contentType == "application/json")
        }
    }

    @Test func `a failed write is 803 and says when to come again`() async throws {
        let (status, text, retry) = try await fail("database")
        #expect(status == 503)
        #expect(
            text == #"{"success":false,"data":{},"error":{"code":803,"#
                + #""message":"Unable to edit the database for the guild!"}}"#)
        #expect(retry == "1")
    }

    @Test func `a write that may count twice warns of it`() async throws {
        let (_, text, _) = try await fail("once")
        #expect(
            text.contains("Unable to edit the database for the guild! The outcome is unknown."))
    }

    @Test func `what nobody expected is 500 and tells nothing`() async throws {
        let (status, text, _) = try await fail("otherwise")
        #expect(status == 500)
        #expect(
            text
                == #"{"success":false,"data":{},"error":{"code":500,"message":"Internal Server Error! "#
                + #"Something went wrong, please retry or contact our support!"}}"#)
    }

    @Test func `a stream that breaks has no end, and is counted`() async throws {
        try await onLoop {
            let api = SampleAPI.make()
            let answer = try await api.ask(
                "POST", "/modules/sample/broken", #"{"guild_id":1,"how":"stream"}"#)
            #expect(answer.text == #"{"success":true,"data":{"stats":["#)
            #expect(answer.failure as? DatabaseError == .unavailable)
            #expect(api.responder.metrics.brokenStreams.count == 1)
        }
    }

    @Test func `readyz says why it isn't`() async throws {
        try await onLoop {
            let readiness = FixedReadiness()
            let api = SampleAPI.make(readiness: readiness)
            readiness.unreadiness = "The database can't be reached."
            let answer = try await api.ask("GET", "/readyz", token: nil)
            #expect(answer.status == 503)
            #expect(answer.message == "Service Unavailable! The database can't be reached.")
            let alive = try await api.ask("GET", "/livez", token: nil)
            #expect(alive.status == 200)
        }
    }

    @Test func `what the parser refuses is told in the envelope`() async throws {
        try await onLoop {
            let response = SampleAPI.make().responder.respond(toMalformed: .bodyTooLarge)
            let answer = await InMemoryAnswer(response)
            #expect((answer.status, answer.code) == (413, 413))
            #expect(answer.message == "Content Too Large! The request's body is too large.")
        }
    }
}
