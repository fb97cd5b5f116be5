import HTTP

/// The page that shows `/openapi.json` to people, made of the files in `Page`. It's whole in itself: nothing comes from
/// other hosts.
enum DocsPage {
    static var bytes: [UInt8] {
        Array(
            file("page.html").replacing("<style></style>", with: "<style>\(style)</style>")
                .replacing("<script></script>", with: "<script>\(script)</script>").utf8)
    }

    /// The page's own style and script may run, and ask this server; nothing else may.
    static let headers: StaticString = """
        Cache-Control: no-cache\r
        Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r
        Referrer-Policy: no-referrer\r
        X-Content-Type-Options: nosniff\r\n
        """

    static let style = ["base", "layout", "operations"].map { file("\($0).css") }.joined()

    /// One script, whose parts call each other; the last one starts it.
    static let script = [
        "elements", "markdown", "schemas", "samples", "fields", "requests", "operations", "groups",
        "navigation", "start",
    ].map { file("\($0).js") }.joined(separator: "\n")

    private static func file(_ name: String) -> String {
        guard let file = embeddedFiles.first(where: { $0.name == name }) else {
            preconditionFailure("no \(name) in Sources/API/Docs/Page")
        }
        return file.text
    }
}
