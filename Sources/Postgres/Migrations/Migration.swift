import Essentials

/// One file of the migrations folder: `NNNN_verb_object.sql`.
package struct Migration: Sendable, Equatable {
    /// The number that the file's name starts with; migrations run in its order.
    package let version: Int32
    /// The file's name without its number and ending, as `create_settings`.
    package let name: String
    package let script: String
    /// SHA-256 of the file's bytes, in hexadecimal.
    package let checksum: String

    package init(fileName: String, script: String) throws(MigrationError) {
        guard let (version, name) = Self.parse(fileName) else { throw .badName(fileName) }
        self.version = version
        self.name = name
        self.script = script
        self.checksum = SHA256Digest.hash(script).hex
    }

    package var fileName: String { Self.fileName(version: version, name: name) }

    /// The file's name that a version and a name come from.
    static func fileName(version: Int32, name: String) -> String {
        let digits = String(version)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_\(name).sql"
    }

    private static func parse(_ fileName: String) -> (Int32, String)? {
        let parts = fileName.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].hasSuffix(".sql"),
            let version = Int32(parts[0]), version > 0
        else { return nil }
        let name = parts[1].dropLast(4)
        let isPlain = name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
        }
        return isPlain && !name.isEmpty ? (version, String(name)) : nil
    }
}

/// A row of `schema_migrations`: what a database says was applied to it.
package struct AppliedMigration: Sendable, Equatable {
    let version: Int32
    let name: String
    let checksum: String
}
