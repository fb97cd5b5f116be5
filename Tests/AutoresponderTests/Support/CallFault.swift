import DiscordEmulator

/// What goes wrong with a call; `API` has a `Fault` too.
typealias CallFault = Fault
