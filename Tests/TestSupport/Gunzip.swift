import Glibc

/// Decompresses with Debian's gzip, which fails if the bytes are incomplete.
package func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let file = temporaryFile()
    defer { unlink(file) }
    let descriptor = open(file, O_WRONLY | O_TRUNC | O_CLOEXEC)
    defer { close(descriptor) }
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
        throw TestFailure("no room for \(bytes.count) bytes")
    }
    return Array(try Subprocess.run(["/bin/sh", "-c", "gzip -dc <\(file)"]).utf8)
}
