import HTTP

/// The page that shows `/openapi.json` to people. It's whole in itself: nothing comes from other hosts.
enum DocsPage {
    static var bytes: [UInt8] {
        Array(
            "\(head)<style>\(style)</style>\n\(main)<script>\(script)</script>\n</body></html>\n"
                .utf8)
    }

    /// The page's own style and script may run, and ask this server; nothing else may.
    static let headers: StaticString = """
        Cache-Control: no-cache\r
        Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r
        Referrer-Policy: no-referrer\r
        X-Content-Type-Options: nosniff\r\n
        """

    private static let head = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Kennel API</title>

        """

    private static let main = """
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <h1>Kennel API <small id="version"></small></h1>
          <button id="menu" type="button" aria-expanded="false" aria-controls="groups">Menu</button>
          <input id="filter" type="search" placeholder="Filter ( / ): path, field, word" aria-label="Filter operations" aria-keyshortcuts="/" autocomplete="off">
          <input id="token" type="password" placeholder="Token, to try calls" aria-label="Token" autocomplete="off">
        </header>
        <div id="page">
          <nav id="groups" aria-label="Operations"></nav>
          <main id="main" tabindex="-1">
            <p id="state" role="status">Reading /openapi.json …</p>
            <div id="guide"></div>
            <p id="found" class="what" role="status"></p>
            <p id="nothing" hidden>Nothing found: “<strong id="asked"></strong>”. <button id="clear" class="quiet" type="button">Clear the filter</button></p>
            <div id="operations"></div>
          </main>
        </div>

        """
}
