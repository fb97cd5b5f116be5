import CLinux

/// The process's environment.
package enum Environment {
    /// All variables by name. Read at start, before anything could change them.
    package static func all() -> [String: String] {
        var values: [String: String] = [:]
        guard var entry = kennel_environment() else { return values }
        while let text = entry.pointee {
            let parts = String(cString: text).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return values
    }
}
