import Glibc

/// The whole text of a file; empty if there is none. Works for /proc files, whose size isn't known before.
package func readFile(_ path: String) -> String {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { return "" }
    defer { close(fd) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(fd, &chunk, chunk.count)
        guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
        bytes += chunk[..<count]
    }
}

package func writeFile(_ path: String, _ text: String) throws {
    let fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard fd >= 0 else { throw TestFailure("can't write \(path): errno \(errno)") }
    defer { close(fd) }
    let bytes = Array(text.utf8)
    guard write(fd, bytes, bytes.count) == bytes.count else {
        throw TestFailure("can't write \(path): errno \(errno)")
    }
}

/// Where temporary files are made: `deploy/test` looks at its end whether any is left there.
package let temporaryFiles = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"

/// A new folder that every user may enter.
package func temporaryFolder() throws -> String {
    let path = try makeFolder("\(temporaryFiles)/kennel-test.XXXXXX")
    chmod(path, 0o755)
    return path
}

/// A new folder for its owner alone.
/// - Parameter template: its path, ending in XXXXXX, which becomes something that is free.
package func makeFolder(_ template: String) throws -> String {
    var path = Array(template.utf8CString)
    guard mkdtemp(&path) != nil else { throw TestFailure("no folder \(template): errno \(errno)") }
    return String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// The name of a new file.
package func temporaryFile() -> String {
    var template = Array("\(temporaryFiles)/kennel-test.XXXXXX".utf8CString)
    let fd = mkstemp(&template)
    if fd >= 0 { close(fd) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}
