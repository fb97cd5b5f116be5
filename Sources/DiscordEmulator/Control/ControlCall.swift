import Essentials
import EventLoop
import HTTP

/// One call of `/_control`.
@LoopActor
struct ControlCall {
    private let incoming: Incoming
    private let emulator: DiscordEmulator

    init(_ incoming: Incoming, _ emulator: DiscordEmulator) {
        self.incoming = incoming
        self.emulator = emulator
    }

    func response() -> HTTPResponse { EmulatorResponder.answer(.noRoute) }
}
