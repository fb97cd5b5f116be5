import Testing

@testable import API

/// What can be told of the page for people without a browser.
@Suite struct DocsPageTests {
    private let page = String(decoding: DocsPage.bytes, as: UTF8.self)
    private let lines = DocsPage.script.split(separator: "\n")

    /// The functions and constants of the script's outermost scope, which all parts share.
    private var names: [Substring] {
        let declaration = /^(?:async )?(?:function|const|let) (\w+)/
        return lines.compactMap { $0.firstMatch(of: declaration)?.1 }
    }

    @Test func `nothing but the page's own style and script may run`() {
        let headers = DocsPage.headers.description
        for rule in ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"] {
            #expect(headers.contains(rule))
        }
        for foreign in ["http://", "https://", " src=", "@import"] {
            #expect(!page.contains(foreign), "\(foreign)")
        }
        #expect(!DocsPage.style.contains("url("))
    }

    @Test func `what the description says can't become markup`() {
        for danger in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            #expect(!DocsPage.script.contains(danger), "\(danger)")
        }
        #expect(page.ranges(of: "<script>").count == 1)
        #expect(page.ranges(of: "</script>").count == 1)
    }

    @Test func `the script is strict, and each of its functions ends`() {
        #expect(DocsPage.script.hasPrefix("'use strict';\n"))
        let opened = lines.filter { $0.contains(/^(?:async )?function .*\{$/) }
        #expect(opened.count > 50)
        #expect(opened.count == lines.filter { $0 == "}" }.count)
    }

    @Test func `no name is declared twice, and none is without use`() throws {
        #expect(Set(names).count == names.count)
        for name in names {
            let uses = try Regex("\\b\(name)\\b").wordBoundaryKind(.simple)
            #expect(DocsPage.script.matches(of: uses).count > 1, "\(name)")
        }
    }

    @Test func `each element that the script asks for by its id is there`() {
        for asked in DocsPage.script.matches(of: /byId\('([\w-]+)'\)/) {
            let id = asked.1
            #expect(
                page.contains("id=\"\(id)\"") || DocsPage.script.contains(".id = '\(id)'"), "\(id)")
        }
    }

    @Test func `each input of the page has a label`() {
        for input in page.matches(of: /<input [^>]*>/) {
            #expect(input.0.contains("aria-label="), "\(input.0)")
        }
    }
}
