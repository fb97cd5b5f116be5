import Essentials
import EventLoop

@testable import Discord

extension DiscordClient {
    /// A client of a server of the test's own.
    convenience init(
        to base: String, caFile: String? = nil,
        _ change: (inout DiscordConfiguration) -> Void = { _ in }
    ) {
        var configuration = DiscordConfiguration(
            base: base, token: "secret.bot.token", caFile: caFile, version: "1.2")
        change(&configuration)
        self.init(configuration, budget: UnlimitedBudget(), log: .silent)
    }

    /// Calls that may wait for a while.
    func calls(_ limit: Duration = .seconds(15)) -> DiscordCalls {
        DiscordCalls(
            client: self, waitLimit: .now() + limit, urgency: .interactive, trace: nil)
    }
}

/// What a call fails with; nil where it doesn't.
@LoopActor
func failure<Value>(
    _ call: () async throws(DiscordError) -> Value
) async -> DiscordError? {
    do throws(DiscordError) {
        _ = try await call()
        return nil
    } catch { return error }
}

/// Does something several times at once and waits for all of it.
@LoopActor
func together(_ count: Int, _ body: @escaping @LoopActor @Sendable () async -> Void) async {
    let done = Promise<Void>()
    var left = count
    for _ in 0..<count {
        spawn {
            await body()
            left -= 1
            if left == 0 { done.fulfil(()) }
        }
    }
    await done.value
}

/// What one attempt to read something fails with, without the client's patience; nil where an answer comes.
@LoopActor
func attempt(_ base: String, caFile: String? = nil) async -> TransferFailure? {
    let configuration = DiscordConfiguration(base: base, token: "secret.bot.token", caFile: caFile)
    do throws(TransferFailure) {
        guard let exchange = try? HTTPExchange(.once("/channels/4"), nil, configuration) else {
            return nil
        }
        _ = try await HTTPTransport(limits: configuration.limits, caFile: caFile)
            .perform(exchange, cancelledBy: CallCancellation())
        return nil
    } catch { return error }
}
