import Glibc

/// Reads small files at once. It blocks, so only start-up and the command line may use it.
package enum TextFile {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The file's text, at most 16 MB; broken UTF-8 is repaired.
    package static func read(_ path: String) throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var content = ByteWriter(capacity: 4096)
        while true {
            var count = 0
            content.appendUninitialized(4096) { room in
                count = Glibc.read(descriptor, room.baseAddress, room.count)
                return max(count, 0)
            }
            if count == 0 { return content.string }
            if count < 0, errno != EINTR { throw failure() }
            guard content.count <= 16 << 20 else { throw Failure(description: "it is too large") }
        }
    }

    private static func failure() -> Failure {
        Failure(description: String(cString: strerror(errno)))
    }
}
