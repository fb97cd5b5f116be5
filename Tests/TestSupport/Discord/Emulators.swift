import Discord
import DiscordEmulator
import Essentials
import EventLoop

/// Runs a Discord emulator in this process, on the loop, while the body uses it.
package func withEmulator<Value: Sendable>(
    _ body: @escaping @LoopActor (DiscordEmulator) async throws -> Value
) async throws -> Value {
    try await onLoop {
        let emulator = DiscordEmulator()
        try emulator.start()
        defer { emulator.close() }
        return try await body(emulator)
    }
}

extension DiscordEmulator {
    /// Kennel's client for this emulator, with the bot's token.
    package func client(budget: any SendBudget = UnlimitedBudget()) -> DiscordClient {
        DiscordClient(
            DiscordConfiguration(base: baseURL, token: world.token), budget: budget, log: .silent)
    }

    /// Calls of a new client, with the usual time limit.
    package func discord() -> DiscordCalls {
        client().actingInBackground(in: 1, waitLimit: .now() + DiscordCalls.longestWait)
    }
}
