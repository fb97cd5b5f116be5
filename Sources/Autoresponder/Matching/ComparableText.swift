import Modules

/// A text in comparable form: canonically composed (NFC), so that é equals é in any encoding, without variation selectors, and
/// optionally case-folded.
@LoopActor
struct ComparableText {
    /// UTF-8.
    let bytes: [UInt8]
    /// Whether each place is a character's border; nil for ASCII, where every place is, except within CR LF.
    private let borders: [Bool]?

    /// Without pauses: for short texts.
    init(_ text: String, foldsCase: Bool) {
        if let ascii = Self.ascii(text, foldsCase: foldsCase) {
            self = ascii
            return
        }
        var composer = TextComposer(text, foldsCase: foldsCase)
        while !composer.isDone { composer.addCharacters() }
        self.init(bytes: composer.bytes, borders: composer.borders)
    }

    /// With pauses between slices.
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

    /// Nil unless all of it is ASCII. Not isolated, since each call of an isolated closure costs a check.
    private nonisolated static func ascii(_ text: String, foldsCase: Bool) -> ComparableText? {
        var text = text
        let bytes = text.withUTF8 { source -> [UInt8]? in
            guard source.allSatisfy({ $0 < 0x80 }) else { return nil }
            guard foldsCase else { return Array(source) }
            return source.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        }
        return bytes.map { ComparableText(bytes: $0, borders: nil) }
    }

    /// Whether a place, from 0 to the number of bytes, lies between two characters (extended grapheme clusters) of the original
    /// text: not within a letter and its marks, an emoji of several parts, or the folded form of a letter.
    nonisolated func isBorder(_ place: Int) -> Bool {
        if let borders { return borders[place] }
        guard place > 0, place < bytes.count else { return true }
        return bytes[place] != UInt8(ascii: "\n") || bytes[place - 1] != UInt8(ascii: "\r")
    }
}
