import CLinux
import EventLoop
import Glibc
import Synchronization

/// Resolves host names.
protocol HostResolver: AnyObject {
    /// The addresses of a name, in the order they should be tried; none if it has none.
    @LoopActor func addresses(of name: String) async -> [String]
}

/// Runs the system's resolver, which blocks, in a thread per name; an eventfd reports the result to the
/// loop.
@LoopActor
final class SystemResolver: HostResolver {
    /// Look-ups in progress: if the resolver hangs, each name has only one thread.
    private var inFlight: [String: LookupHandler] = [:]

    func addresses(of name: String) async -> [String] {
        guard let handler = inFlight[name] ?? start(name) else { return [] }
        let answer = Promise<[String]>()
        handler.waiting.append(answer)
        return await answer.value
    }

    private func start(_ name: String) -> LookupHandler? {
        let lookup = Lookup(of: name)
        guard lookup.descriptor >= 0, lookup.start() else { return nil }
        let handler = LookupHandler(lookup) { [weak self] in self?.inFlight[name] = nil }
        EventLoop.shared.watch(lookup.descriptor, .read, handler)
        inFlight[name] = handler
        return handler
    }
}

/// Delivers the addresses once the thread has signalled.
@LoopActor
private final class LookupHandler: DescriptorHandler {
    var waiting: [Promise<[String]>] = []
    private let lookup: Lookup
    private let onEnd: () -> Void

    init(_ lookup: Lookup, onEnd: @escaping () -> Void) {
        self.lookup = lookup
        self.onEnd = onEnd
    }

    func ready(_ fd: Int32, _ readiness: Readiness) {
        EventLoop.shared.unwatch(fd)
        onEnd()
        let addresses = lookup.found.withLock { $0 }
        for answer in waiting { answer.fulfil(addresses) }
    }
}

/// One look-up, shared by the loop and the thread that does it.
private final class Lookup: Sendable {
    let name: String
    let descriptor: Int32
    let found = Mutex<[String]>([])

    init(of name: String) {
        self.name = name
        self.descriptor = clinux_eventfd()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// - Returns: false if the system can't start a thread.
    func start() -> Bool {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self)
        let outcome = pthread_create(&thread, nil, lookUp, argument.toOpaque())
        guard outcome == 0 else {
            argument.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    func run() {
        let addresses = Self.ask(for: name)
        found.withLock { $0 = addresses }
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    private static func ask(for name: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list) { $0?.pointee.ai_next }.compactMap { $0.flatMap(text) }
    }

    private static func text(of entry: UnsafeMutablePointer<addrinfo>) -> String? {
        var room = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let outcome = getnameinfo(
            entry.pointee.ai_addr, entry.pointee.ai_addrlen, &room, socklen_t(room.count), nil, 0,
            NI_NUMERICHOST)
        guard outcome == 0 else { return nil }
        return String(decoding: room.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

private func lookUp(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<Lookup>.fromOpaque(argument).takeRetainedValue().run() }
    return nil
}
