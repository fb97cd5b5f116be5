import Glibc
import TestSupport

/// nginx with TLS and HTTP/2, and a certificate of its own.
final class TLSServer: Sendable {
    /// The certificate, as a file of trusted ones.
    let caFile: String
    let port: UInt16
    private let folder: String
    private let process: Subprocess

    /// - Parameters:
    ///   - names: what the certificate is for, as OpenSSL writes it.
    ///   - directives: lines of nginx's server block.
    init(
        names: String = "DNS:localhost,IP:127.0.0.1", speaking protocols: String = "ssl http2",
        _ directives: String = ""
    ) throws {
        folder = try temporaryFolder()
        caFile = "\(folder)/certificate.pem"
        port = try ScriptedServer.deadPort()
        try Self.makeCertificate(in: folder, names)
        try writeFile(
            "\(folder)/nginx.conf",
            """
            daemon off; master_process off; pid \(folder)/pid; error_log \(folder)/errors;
            events {}
            http {
              log_format calls '$server_protocol $connection $http_accept_encoding';
              access_log \(folder)/calls calls;
              server {
                listen 127.0.0.1:\(port) \(protocols);
                ssl_certificate \(caFile); ssl_certificate_key \(folder)/key.pem;
                \(directives)
                location / { default_type application/json; return 200 '{"id":"4","type":0}'; }
              }
            }
            """)
        process = try Subprocess(
            [
                "/usr/sbin/nginx", "-p", folder, "-c", "\(folder)/nginx.conf", "-e",
                "\(folder)/errors",
            ],
            log: "\(folder)/output")
        let port = port
        try eventually("nginx listens: \(readFile("\(folder)/errors"))") { canConnect(to: port) }
    }

    deinit {
        process.destroy()
        _ = try? Subprocess.run(["rm", "-rf", folder])
    }

    var base: String { "https://localhost:\(port)/api/v10" }

    /// A line for each call that was answered: protocol and number of the connection.
    var calls: [String] { readFile("\(folder)/calls").split(separator: "\n").map(String.init) }

    private static func makeCertificate(in folder: String, _ names: String) throws {
        _ = try Subprocess.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-subj", "/CN=test", "-addext", "subjectAltName=\(names)", "-days", "2",
            "-keyout", "\(folder)/key.pem", "-out", "\(folder)/certificate.pem",
        ])
    }
}

private func canConnect(to port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
