import EventLoop

/// A text as it's compared: canonically composed (NFC), so that é is é however it's typed, without variation selectors, and
/// case-folded or not.
@LoopActor
struct ComparableText {
    /// UTF-8.
    let bytes: [UInt8]
    /// Whether a character begins or ends at each place; nil where each byte is one, but for CR LF.
    private let borders: [Bool]?

    /// At once, however long it is: for short texts.
    init(_ text: String, foldsCase: Bool) {
        if let ascii = Self.ascii(text, foldsCase: foldsCase) {
            self = ascii
            return
        }
        var composer = TextComposer(text, foldsCase: foldsCase)
        while !composer.isDone { composer.addCharacters() }
        self.init(bytes: composer.bytes, borders: composer.borders)
    }

    /// In slices.
    init(_ text: String, foldsCase: Bool, _ meter: WorkMeter) async {
        if let ascii = Self.ascii(text, foldsCase: foldsCase) {
            self = ascii
            await meter.work(16 + bytes.count / 8)
            return
        }
        var composer = TextComposer(text, foldsCase: foldsCase)
        while !composer.isDone {
            composer.addCharacters()
            if meter.spend(composer.takeWork()) { await meter.pause() }
        }
        self.init(bytes: composer.bytes, borders: composer.borders)
    }

    private nonisolated init(bytes: [UInt8], borders: [Bool]?) {
        self.bytes = bytes
        self.borders = borders
    }

    /// Nil where not all of it is ASCII. Not isolated, since every call of an isolated closure costs a check.
    private nonisolated static func ascii(_ text: String, foldsCase: Bool) -> ComparableText? {
        var text = text
        let bytes = text.withUTF8 { source -> [UInt8]? in
            guard source.allSatisfy({ $0 < 0x80 }) else { return nil }
            guard foldsCase else { return Array(source) }
            return source.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        }
        return bytes.map { ComparableText(bytes: $0, borders: nil) }
    }

    /// Whether a place, from 0 to the number of bytes, lies between two characters (extended grapheme clusters) of the text
    /// as it was written: not within a letter and its marks, an emoji of several parts, or what a letter folds to.
    nonisolated func isBorder(_ place: Int) -> Bool {
        if let borders { return borders[place] }
        guard place > 0, place < bytes.count else { return true }
        return bytes[place] != UInt8(ascii: "\n") || bytes[place - 1] != UInt8(ascii: "\r")
    }
}
