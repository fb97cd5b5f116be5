import Testing

@testable import Discord

/// What is read of a refusal's body.
@Suite struct RefusalBodyTests {
    private func read(_ text: String) -> RefusalBody { RefusalBody(Array(text.utf8)) }

    @Test func `the way to the first detail is told`() {
        let body = read(
            """
            {"code":50035,"message":"Invalid Form Body","errors":{"embeds":{"0":{"fields":{"1":\
            {"value":{"_errors":[{"code":"BASE_TYPE_REQUIRED","message":"This field is required"}]}}}}}}}
            """)
        #expect(body.code == 50035)
        #expect(
            body.message == "Invalid Form Body: embeds.0.fields.1.value: This field is required")
    }

    @Test(arguments: [
        "", "null", "<html>", "[]", #"{"message":7,"code":"x"}"#, #"{"errors":[]}"#,
        #"{"errors":{"a":{"_errors":[]}}}"#, #"{"errors":{"_errors":{"message":"x"}}}"#,
    ])
    func `what isn't Discord's says nothing`(text: String) {
        let body = read(text)
        #expect(body.code == 0)
        #expect(body.message.isEmpty)
    }

    @Test func `details of other forms are taken as they come`() {
        #expect(read(#"{"errors":{"_errors":["Too bad"]}}"#).message == "Too bad")
        #expect(
            read(#"{"message":"No","errors":{"_errors":[{"message":"A"},{"message":"B"}]}}"#)
                .message == "No: A")
        #expect(
            read(#"{"error":"invalid_request","error_description":"Not a code"}"#).message
                == "Not a code")
    }

    @Test func `a message is one line of bounded length`() {
        #expect(read(#"{"message":"a\r\nb\u0000\u001bc\u2028d"}"#).message == "a  bc d")
        let long = read(#"{"message":"\#(String(repeating: "⭐", count: 1000))"}"#).message
        #expect(long.count == RefusalBody.longest + 1)
    }

    @Test func `the words of a refusal name the code once, where there is one`() {
        func words(_ message: String, _ code: Int) -> String {
            DiscordError.refused(status: 403, code: code, message: message).words
        }
        #expect(words("Missing Access", 50001) == "Discord answered 403: Missing Access (50001).")
        #expect(words("Too long.", 0) == "Discord answered 403: Too long.")
        #expect(words("", 0) == "Discord answered 403.")
        #expect(words("", 7) == "Discord answered 403 (7).")
        #expect(words("403: Forbidden", 0) == "Discord answered 403: Forbidden.")
    }
}
