/// The page's style, put together from its parts.
extension DocsPage {
    static let style = [baseStyle, layoutStyle, operationStyle].joined(separator: "\n") + "\n"

    /// Colours and text.
    static let baseStyle = """
        :root { color-scheme: light dark; --line: #d5dbe3; --soft: #f4f6f9; --ink: #1b2430; --dim: #536070;
          --paper: #fff; --accent: #2f52bd; --get: #176f43; --post: #2f52bd; --put: #855700; --delete: #b3261e;
          --need: #a3211a; --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
        @media (prefers-color-scheme: dark) { :root { --line: #333d4b; --soft: #1d242e; --ink: #e4e9f0;
          --dim: #9fadbe; --paper: #141a22; --accent: #9db5ff; --get: #63cf96; --post: #9db5ff; --put: #e0ad4e;
          --delete: #ff8a80; --need: #ff9c93; } }
        * { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html { scroll-padding-top: 4.5rem; }
        body { margin: 0; font: 15px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        a { color: var(--accent); }
        h1 { font-size: 1.15rem; margin: 0 auto 0 0; }
        h1 small { font-weight: normal; color: var(--dim); }
        h2 { font-size: 1.45rem; margin: 2.6rem 0 .6rem; }
        h3 { font-size: 1rem; margin: 1.6rem 0 .5rem; color: var(--dim); font-weight: 600; }
        h4 { font-size: .95rem; margin: 1.1rem 0 .3rem; }
        p { margin: .5rem 0; max-width: 46rem; }
        #guide li { max-width: 45rem; }
        code, pre, textarea, .path, .method { font-family: var(--mono); font-size: .86rem; }
        p code, li code, td div code { background: var(--soft); padding: .05em .3em; border-radius: 4px; }
        code { overflow-wrap: anywhere; }
        .what, .optional, .type { color: var(--dim); }
        """
}
