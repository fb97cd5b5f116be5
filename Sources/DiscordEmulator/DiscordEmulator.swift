import Essentials
import EventLoop
import HTTP

/// Discord's HTTP API, as far as Kennel uses it, with its state in memory.
@LoopActor
package final class DiscordEmulator {
    package init() {}
}
