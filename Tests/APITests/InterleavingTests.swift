import Essentials
import EventLoop
import TestSupport
import Testing

@testable import API

@Suite struct InterleavingTests {
    @Test func `requests whose callers are looked up at the same time don't mix`() async throws {
        try await onLoop {
            let api = InMemoryAPI(SampleAPI.endpoints, callers: PairedCallers())
            let (first, second) = (Promise<String>(), Promise<String>())
            spawn {
                let answer = try? await api.ask("GET", "/modules/sample/item/a?guild_id=1")
                first.fulfil(answer?.said ?? "")
            }
            spawn {
                let answer = try? await api.ask(
                    "POST", "/modules/sample/panel", #"{"guild_id":2,"type":"b"}"#)
                second.fulfil(answer?.said ?? "")
            }
            let (one, two) = (await first.value, await second.value)
            #expect(one == #"{"success":true,"data":{"item":"a"},"error":{}}"#)
            #expect(two == #"{"success":true,"data":{"burst":null},"error":{}}"#)
        }
    }

    @Test(arguments: 0..<20)
    func `whatever comes, an answer in the envelope goes`(seed: UInt64) async throws {
        try await onLoop {
            let api = InMemoryAPI(SampleAPI.endpoints)
            var mutator = Mutator(seed: seed)
            for _ in 0..<50 {
                let body = mutator.mutated(FieldTests.body())
                let answer = try await api.ask("POST", "/modules/sample/echo", body)
                #expect([200, 400].contains(answer.status), "\(body)")
                #expect(answer.json.member("success")?.bool() == (answer.status == 200))
                #expect(answer.json.count == 3)
            }
        }
    }
}

/// Knows a caller only once another one waits as well.
@LoopActor private final class PairedCallers: CallerSource {
    private var first: Promise<Void>?

    func caller(
        bearer: UnsafeRawBufferPointer, from client: ClientAddress, deadline: Instant
    ) async throws -> Caller? {
        if let first {
            first.fulfil(())
        } else {
            let gate = Promise<Void>()
            first = gate
            await gate.value
        }
        return .service(token: 1)
    }
}

/// Changes, drops and doubles characters, the same way for the same seed.
private struct Mutator {
    private static let alphabet = Array("{}[]\",:0-e\\u\u{0}é".unicodeScalars)
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &+ 1
    }

    mutating func mutated(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0...next(3) {
            let place = next(scalars.count)
            switch next(3) {
            case 0: scalars.remove(at: place)
            case 1: scalars.insert(scalars[next(scalars.count)], at: place)
            default: scalars[place] = Self.alphabet[next(Self.alphabet.count)]
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
