import Essentials
import EventLoop
import TestSupport
import Testing

@testable import DiscordEmulator

extension EmulatorCaller {
    /// Calls, and holds the answer to Discord's description.
    @discardableResult
    func ask(
        _ method: String, _ target: String, _ body: String? = nil, token: String? = "bot",
        by description: DiscordDescription, at location: SourceLocation = #_sourceLocation
    ) async throws -> EmulatorAnswer {
        let answer = try await ask(method, target, body, token: token)
        let call = try #require(emulator.calls.last, sourceLocation: location)
        let template = try #require(call.template, sourceLocation: location)
        let fault = description.fault(
            ofAnswer: answer.text.isEmpty ? nil : answer.json, status: answer.status, to: method,
            template)
        #expect(fault == nil, "\(method) \(target): \(answer.text)", sourceLocation: location)
        return answer
    }

    /// Acts by `/_control`, as testers in another process do.
    @discardableResult
    func act(
        _ method: String, _ target: String, _ body: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        let answer = try await control(method, target, body)
        #expect(answer.status == 200, "\(answer.text)", sourceLocation: location)
        return answer.json
    }
}
