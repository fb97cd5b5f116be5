import API
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Accounts

/// Made-up bearers hurt whoever brings them, and nobody else.
@Suite struct StrangerTests {
    private static let stranger = ClientAddress("192.0.2.66") ?? .unknown
    private static let refusal = APIError.tooMuch(
        "Too many unknown tokens come from this address.", retryAfter: 1)

    /// Brings made-up tokens all at once; gives how many were told to come again later.
    @LoopActor
    private static func flood(_ world: OAuthWorld, _ count: Int) async throws -> Int {
        var (refused, ended) = (0, 0)
        for number in 0..<count {
            spawn {
                do {
                    _ = try await world.worker.caller("made-up-\(number)", from: Self.stranger)
                } catch let error as APIError {
                    refused += error == Self.refusal ? 1 : 0
                } catch {}
                ended += 1
            }
        }
        await until { ended == count }
        return refused
    }

    @Test func `thousands of made-up bearers are 50 look-ups`() async throws {
        try await OAuthWorld.with { world in
            let refused = try await Self.flood(world, 2_000)
            #expect(refused == 2_000 - StrangerLimit.mostCredit)
            #expect(world.oauth.asked.count == StrangerLimit.mostCredit)
            #expect(world.oauth.gate.refusals.count == refused)
            // Somebody else's first look-up, from elsewhere.
            #expect(try await world.worker.caller("bob") != nil)
            world.pass(.seconds(1))
            #expect(try await world.worker.caller("ann.s-token", from: Self.stranger) != nil)
        }
    }

    @Test func `a token that was good is looked up again, whoever else is at its address`()
        async throws
    {
        try await OAuthWorld.with { world in
            #expect(try await world.worker.caller("bob", from: Self.stranger) != nil)
            _ = try await Self.flood(world, 200)
            world.pass(OAuthMemory.lifetime - .milliseconds(1))
            _ = try await Self.flood(world, 200)
            world.pass(.milliseconds(2))
            let before = world.oauth.asked.count
            #expect(try await world.worker.caller("bob", from: Self.stranger) != nil)
            #expect(world.oauth.asked.count == before + 1)
        }
    }

    @Test func `any number of good tokens come from one address`() async throws {
        try await OAuthWorld.with { world in
            for number in 0..<150 {
                world.fake.accounts["user-\(number)"] = .init(id: Int64(number + 100))
            }
            var (known, ended) = (0, 0)
            for number in 0..<150 {
                spawn {
                    let caller = try? await world.worker.caller(
                        "user-\(number)", from: Self.stranger)
                    known += caller == nil ? 0 : 1
                    ended += 1
                }
            }
            await until { ended == 150 }
            #expect(known == 150)
        }
    }
}
