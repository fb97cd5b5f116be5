import Testing

@testable import Discord

/// Lists whose text comes in pieces, wherever those are cut.
@Suite struct ListSplitterTests {
    /// The elements; nil where the text is no whole list.
    private func elements(_ text: String, pieces size: Int, slices: Int = 3) -> [String]? {
        var splitter = ListSplitter()
        var elements: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { splitter.append($0) }
            while splitter.hasMore {
                splitter.split(slices) { element in
                    elements.append(String(decoding: element, as: UTF8.self))
                    return true
                }
            }
        }
        return splitter.isWhole ? elements : nil
    }

    @Test(arguments: [1, 2, 3, 7, 1_000])
    func `elements are found wherever the text is cut`(size: Int) {
        let lists: [(String, [String])] = [
            ("[]", []), (" [ \n]\t", []), ("[1]", ["1"]),
            ("[1, \"a\",null]", ["1", "\"a\"", "null"]),
            (
                #"[{"a":[1,{"b":"]},["}]},{"c":"\"],"}]"#,
                [#"{"a":[1,{"b":"]},["}]}"#, #"{"c":"\"],"}"#]
            ),
            (#"[[],[[1],2],"\\","é"] "#, ["[]", "[[1],2]", #""\\""#, #""é""#]),
        ]
        for (text, expected) in lists {
            #expect(elements(text, pieces: size) == expected, "\(text)")
        }
    }

    @Test(arguments: [
        "", " ", "{}", "null", "[", "[1", "[1,", "[,]", "[1,]", "[,1]", "[]]", "[] x", "[}]",
        "[\"a]", "[{\"a\":1]", "x[]",
    ])
    func `what is no whole list is told`(text: String) {
        for size in [1, 4, 100] { #expect(elements(text, pieces: size) == nil, "\(text)") }
    }

    @Test func `an element that can't be read breaks the list`() {
        var splitter = ListSplitter()
        Array("[1,2,3]".utf8).withUnsafeBytes { splitter.append($0) }
        var count = 0
        splitter.split(100) { _ in
            count += 1
            return count < 2
        }
        #expect(count == 2)
        #expect(!splitter.isWhole)
        #expect(!splitter.hasMore)
    }

    @Test func `an element without an end isn't kept for ever`() {
        var splitter = ListSplitter()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 65_536)
        Array("[\"".utf8).withUnsafeBytes { splitter.append($0) }
        for _ in 0..<20 {
            piece.withUnsafeBytes { splitter.append($0) }
            splitter.split(100_000) { _ in true }
        }
        #expect(splitter.unread == 0)
        #expect(!splitter.isWhole)
    }
}
