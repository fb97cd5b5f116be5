import TestSupport

/// An SQL statement of the product: read from its sources, so that a test of all statements forgets none.
struct SourceStatement: Sendable {
    /// `Module.Enum.case`
    let name: String
    let text: String

    /// Whether the server can prepare and plan it; BEGIN and the like it can't.
    var canBePrepared: Bool {
        let text = text.drop { $0.isWhitespace }
        return ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains { text.hasPrefix($0) }
    }

    static let sources = "\(Cluster.tree)/Sources/"

    /// Every case of every enum of statements in `Sources`, written or composed, and every delete that is declared there.
    ///
    /// Throws where statements are written in another way, which this doesn't read.
    static func all() throws -> [SourceStatement] {
        let conformances = try Subprocess.run([
            "/bin/grep", "-rE", "^[^/]*(enum|struct|class|extension) [^<(]*[:,] *SQL\\b", sources,
        ]).split(separator: "\n")
        let files = Set(conformances.map { $0.prefix { $0 != ":" } }).sorted()
        let found = try files.map { file in
            let module = file.dropFirst(sources.count).prefix { $0 != "/" }
            return try enums(in: readFile(String(file)), of: module)
        }
        let count = found.reduce(0) { $0 + $1.count }
        guard count == conformances.count else {
            throw TestFailure("\(count) of \(conformances.count) types of statements are read")
        }
        return try found.flatMap { $0.flatMap { $0 } } + composed() + deletes()
    }

    /// The statements of each enum that a file has.
    private static func enums(
        in text: String, of module: Substring
    ) throws -> [[SourceStatement]] {
        let pattern = #/^(?:package |private )?enum (\w+): String, SQL[^{]*\{(\n.*?)\n\}/#
            .anchorsMatchLineEndings().dotMatchesNewlines()
        return try text.matches(of: pattern).map { match in
            try cases(in: match.2, of: "\(module).\(match.1)")
        }
    }

    private static func cases(
        in body: Substring, of enumName: String
    ) throws -> [SourceStatement] {
        let pattern = #/\n    case (\w+) =\s+(?:"""\n(.*?)"""|"([^"\n]*)")/#.dotMatchesNewlines()
        let statements = body.matches(of: pattern).map { match in
            SourceStatement(
                name: "\(enumName).\(match.1)",
                text: String(match.2 ?? match.3 ?? "").replacing("\\\\", with: "\\"))
        }
        let count = body.split(separator: "\n").count { $0.hasPrefix("    case ") }
        // Any other escape isn't read.
        let isPlain = !body.replacing("\\\\", with: "").contains("\\")
        guard statements.count == count, isPlain else {
            throw TestFailure("\(statements.count) of \(count) cases of \(enumName) are read")
        }
        return statements
    }
}
