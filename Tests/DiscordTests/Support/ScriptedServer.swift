import Glibc
import TestSupport

/// A server on 127.0.0.1 that answers as it's told, right or wrong, and remembers what it was sent.
final class ScriptedServer: Sendable {
    enum Answer: Sendable {
        /// These bytes; the connection stays open.
        case bytes(String)
        /// These bytes, and then the connection is closed.
        case last(String)
        /// Nothing, for ever.
        case silence
        /// What one likes to do with the connection, which closes afterwards.
        case custom(@Sendable (Int32) -> Void)

        /// A complete answer.
        static func status(_ status: Int, _ body: String = "", headers: [String] = []) -> Answer {
            let lines = headers.map { $0 + "\r\n" }.joined()
            return .bytes(
                "HTTP/1.1 \(status) X\r\n\(lines)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    let port: UInt16
    private let descriptor: Int32
    private let script: Locked<[Answer]>
    private let seen = Locked<[String]>([])
    private let accepted = Locked(0)

    /// - Parameter script: an answer for each request, on whatever connection it comes; the last one goes for all that follow.
    convenience init(_ script: Answer...) throws { try self.init(script) }

    init(_ script: [Answer]) throws {
        self.script = Locked(script)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        port = try Self.listenAnywhere(descriptor)
        let (descriptor, run) = (descriptor, run)
        inThread {
            while case let connection = accept(descriptor, nil, nil), connection >= 0 {
                run(connection)
            }
        }
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    var base: String { "http://127.0.0.1:\(port)/api/v10" }
    /// Whole requests, in the order of their arrival.
    var requests: [String] { seen.value }
    var connections: Int { accepted.value }

    private var run: @Sendable (Int32) -> Void {
        { [script, seen, accepted] connection in
            accepted.change { $0 += 1 }
            inThread {
                serve(connection, script, seen)
                // A process that another test starts meanwhile may have inherited it.
                shutdown(connection, Int32(SHUT_RDWR))
                close(connection)
            }
        }
    }

    /// Returns the port.
    static func listenAnywhere(_ descriptor: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let outcome = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard outcome else { throw TestFailure("no port to listen on") }
        return UInt16(bigEndian: address.sin_port)
    }

    /// A port of this machine where nobody listens.
    static func deadPort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        return try listenAnywhere(descriptor)
    }
}

private func serve(
    _ connection: Int32, _ script: Locked<[ScriptedServer.Answer]>, _ seen: Locked<[String]>
) {
    while let request = readRequest(connection) {
        seen.change { $0.append(request) }
        switch script.change({ $0.count > 1 ? $0.removeFirst() : $0[0] }) {
        case .bytes(let text): write(text, to: connection)
        case .last(let text):
            write(text, to: connection)
            return
        case .silence: break
        case .custom(let act):
            act(connection)
            return
        }
    }
}

/// Head and body of the next request; nil where the client has gone.
func readRequest(_ connection: Int32) -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while !bytes.ends(with: "\r\n\r\n".utf8) {
        guard recv(connection, &byte, 1, 0) == 1 else { return nil }
        bytes.append(byte)
    }
    let lines = String(decoding: bytes, as: UTF8.self).lowercased().split(separator: "\r\n")
    let length = lines.first { $0.hasPrefix("content-length: ") }?.dropFirst(16)
    for _ in 0..<(length.flatMap { Int($0) } ?? 0) {
        guard recv(connection, &byte, 1, 0) == 1 else { return nil }
        bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Sends it all; false where the client has gone.
@discardableResult
func write(_ bytes: some Collection<UInt8>, to connection: Int32) -> Bool {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
        let sent = rest.withUnsafeBytes {
            send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent > 0 else { return false }
        rest = rest.dropFirst(sent)
    }
    return true
}

@discardableResult
func write(_ text: String, to connection: Int32) -> Bool { write(text.utf8, to: connection) }

extension Collection where Element: Equatable {
    fileprivate func ends(with end: some Collection<Element>) -> Bool {
        suffix(end.count).elementsEqual(end)
    }
}

/// Runs something that blocks.
func inThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Box(body))
    pthread_create(
        &thread, nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        }, argument.toOpaque())
    pthread_detach(thread)
}
