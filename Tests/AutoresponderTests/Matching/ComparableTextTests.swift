import EventLoop
import TestSupport
import Testing

@testable import Autoresponder

struct ComparableTextTests {
    private func text(_ text: String, folded: Bool = true) async throws -> String {
        try await onLoop {
            String(decoding: ComparableText(text, foldsCase: folded).bytes, as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("HELLO World", "hello world"), ("Straße", "STRASSE"), ("STRAẞE", "strasse"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("ﬁn", "FIN"), ("ǅungla", "ǆUNGLA"), ("ſ", "s"), ("K", "k"),
        ("ΐ", "Ϊ́"), ("ŉ", "ʼN"), ("Ꭰ", "ꭰ"), ("ქართული", "ᲥᲐᲠᲗᲣᲚᲘ"), ("Ⅷ", "ⅷ"), ("Ⓐ", "ⓐ"),
        ("İ", "i\u{307}"), ("Å", "å"), ("Ω", "ω"), ("µ", "μ"), ("𐐀", "𐐨"), ("ӁẂ", "ӂẃ"),
    ])
    func `equal but for case is the same folded, and not as it stands`(
        one: String, other: String
    ) async throws {
        #expect(try await text(one).unicodeScalars.elementsEqual(text(other).unicodeScalars))
        #expect(try await text(one, folded: false) != text(other, folded: false))
    }

    @Test(arguments: [
        ("ı", "i"), ("ı", "I"), ("İ", "i"), ("İ", "ı"), ("e", "é"), ("o", "ø"), ("👍", "👍🏽"),
        ("ss", "s"),
    ])
    func `what differs by more than case stays different`(one: String, other: String) async throws {
        #expect(try await text(one) != text(other))
    }

    @Test(arguments: [
        ("é", "e\u{301}"), ("ộ", "o\u{302}\u{323}"), ("ộ", "o\u{323}\u{302}"),
        ("각", "\u{1100}\u{1161}\u{11A8}"),
        ("Å", "\u{212B}"), ("क़", "\u{958}"), ("q\u{307}\u{323}", "q\u{323}\u{307}"),
        ("\u{9CB}", "\u{9C7}\u{9BE}"),
    ])
    func `é is é however it is typed, folded or not`(one: String, other: String) async throws {
        for folded in [true, false] {
            #expect(
                try await text(one, folded: folded).unicodeScalars.elementsEqual(
                    text(other, folded: folded).unicodeScalars))
        }
    }

    @Test func `emoji stay as they are but for variation selectors`() async throws {
        let emoji = "👩‍👩‍👧❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪1️⃣"
        for folded in [true, false] {
            let expected = emoji.unicodeScalars.filter { $0 != "\u{FE0F}" }
            #expect(
                try await text(emoji, folded: folded).unicodeScalars.elementsEqual(expected))
        }
    }

    @Test func `folding what is folded changes nothing`() async throws {
        try await onLoop {
            for value in UInt32(0)...0x1FFFF {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let once = ComparableText(String(scalar), foldsCase: true).bytes
                let again = ComparableText(
                    String(decoding: once, as: UTF8.self), foldsCase: true
                ).bytes
                guard once != again else { continue }
                Issue.record("U+\(String(value, radix: 16)) folds to \(once), then to \(again)")
            }
        }
    }
}
