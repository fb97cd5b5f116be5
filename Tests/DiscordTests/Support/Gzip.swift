import Glibc
import TestSupport

/// Packed answers, made by gzip itself.
enum Gzip {
    /// A whole answer with a packed body.
    static func answer(_ text: String) throws -> [UInt8] {
        let plain = temporaryFile()
        defer { unlink(plain) }
        try writeFile(plain, text)
        return try answer(of: "cat \(plain)")
    }

    /// A whole answer of very many blanks.
    static func answer(megabytes: Int) throws -> [UInt8] {
        try answer(of: "head -c \(megabytes << 20) /dev/zero | tr '\\0' ' '")
    }

    private static func answer(of command: String) throws -> [UInt8] {
        let packed = temporaryFile()
        defer { unlink(packed) }
        _ = try Subprocess.run(["sh", "-c", "\(command) | gzip -c >\(packed)"])
        let body = bytes(of: packed)
        let head =
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }

    private static func bytes(of path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(descriptor, &bytes, bytes.count)
        return Array(bytes.prefix(max(count, 0)))
    }
}
