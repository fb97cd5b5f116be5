import Glibc

/// Reads a folder of migrations; used at start-up and by the command line only, for it blocks.
enum MigrationFolder {
    /// The folder's files by name and text, in order of their names. Those that don't end in `.sql` are passed over.
    static func read(
        _ folder: String
    ) throws(MigrationError) -> [(name: String, script: String)] {
        var files: [(name: String, script: String)] = []
        for name in try names(in: folder).sorted() where name.hasSuffix(".sql") {
            files.append((name, try contents(of: folder + "/" + name)))
        }
        guard !files.isEmpty else { throw .empty(folder: folder) }
        return files
    }

    private static func names(in folder: String) throws(MigrationError) -> [String] {
        guard let handle = opendir(folder) else { throw unreadable(folder) }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    private static func contents(of path: String) throws(MigrationError) -> String {
        guard let file = fopen(path, "re") else { throw unreadable(path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        guard ferror(file) == 0 else { throw unreadable(path) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(path, reason: "it isn't UTF-8")
        }
        return text
    }

    private static func unreadable(_ path: String) -> MigrationError {
        .unreadable(path, reason: String(cString: strerror(errno)))
    }
}
