// The standard library normalizes texts for its own comparisons, but exposes it only as SPI. Our own implementation would need
// Unicode's tables, and Foundation, which has it too, is not part of the product.
import Modules
@_spi(_Unicode) import Swift

/// The folding and composition properties of Unicode scalars, computed on first use.
///
/// Full case folding is derived from the mappings that the standard library has: lower case of upper case of lower case
/// gives the same classes as Unicode's CaseFolding.txt, but for ı, which is no i there.
@LoopActor
final class ScalarTable {
    /// A scalar's folding, packed: the resulting scalar, or the index of several ones, and flags.
    struct Entry {
        let bits: UInt32

        static let several: UInt32 = 1 << 24
        /// Composition may change the unfolded scalar, depending on its neighbours.
        static let isRestless: UInt32 = 1 << 25
        /// Composition may change its folded form.
        static let foldsRestless: UInt32 = 1 << 26
        /// A variation selector: it affects only the display of the character before it, so it's ignored.
        static let isIgnored: UInt32 = 1 << 27
        /// A character by itself if another one of this kind, or nothing, follows.
        static let isPlain: UInt32 = 1 << 28
        fileprivate static let unknown = Entry(bits: .max)

        var value: UInt32 { bits & 0xFF_FFFF }
    }

    static let shared = ScalarTable()

    /// The table and its pages live as long as the process.
    private let pages: UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>
    private(set) var sequences: [[UInt32]] = []
    private var runs: [UInt64: UInt64] = [:]
    /// The number of computed entries; computing one takes some hundred times longer than a lookup.
    private(set) var entriesMade = 0

    private init() {
        pages = .allocate(capacity: 0x1100)
        pages.initialize(repeating: nil, count: 0x1100)
    }

    @inline(__always)
    func entry(of scalar: Unicode.Scalar) -> Entry {
        let (page, place) = (Int(scalar.value >> 8), Int(scalar.value & 0xFF))
        let known = pages[page]?[place] ?? .unknown
        return known.bits == Entry.unknown.bits ? makeEntry(scalar, page, place) : known
    }

    private func makeEntry(_ scalar: Unicode.Scalar, _ page: Int, _ place: Int) -> Entry {
        let entries = pages[page] ?? makePage(page)
        entriesMade += 1
        entries[place] = makeEntry(scalar)
        return entries[place]
    }

    private func makePage(_ page: Int) -> UnsafeMutablePointer<Entry> {
        let made = UnsafeMutablePointer<Entry>.allocate(capacity: 256)
        made.initialize(repeating: .unknown, count: 256)
        pages[page] = made
        return made
    }

    private func makeEntry(_ scalar: Unicode.Scalar) -> Entry {
        let folded = Self.folded(scalar)
        var bits: UInt32
        if folded.count == 1 {
            bits = folded[0].value
        } else {
            bits = UInt32(sequences.count) | Entry.several
            sequences.append(folded.map(\.value))
        }
        if scalar.properties.isVariationSelector { bits |= Entry.isIgnored }
        if Self.isRestless(scalar) { bits |= Entry.isRestless }
        if folded.contains(where: Self.isRestless) { bits |= Entry.foldsRestless }
        if bits >> 24 == 0, Self.standsAlone(scalar) { bits |= Entry.isPlain }
        return Entry(bits: bits)
    }

    /// Whether it's a character of its own beside others of this kind: no mark, joiner or modifier, and none of those
    /// that join only with each other (regional indicators, Hangul jamo, CR and LF).
    private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0D, 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF, 0x16D40...0x16D7F,
            0x1F1E6...0x1F1FF:
            return false
        default:
            var text = "a"
            text.unicodeScalars.append(scalar)
            text.append("a")
            return text.count == 3
        }
    }

    /// Full case folding.
    static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar == "\u{131}" { return [scalar] }
        let text = scalar.properties.lowercaseMapping.unicodeScalars
            .flatMap(\.properties.uppercaseMapping.unicodeScalars)
            .flatMap(\.properties.lowercaseMapping.unicodeScalars)
        return Array(text)
    }

    /// Whether composition may join the scalar with those before it, reorder it, or change it.
    private static func isRestless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x300: return false
        // Joiners and tags occur in emoji and don't compose. Variation selectors are left out.
        case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0020...0xE01EF: return false
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
        default:
            let properties = scalar.properties
            return properties.canonicalCombiningClass != .notReordered
                || properties.isGraphemeExtend || Array(String(scalar)._nfc) != [scalar]
        }
    }

    /// Canonical composition (NFC).
    static func composed(_ scalars: [UInt32]) -> [UInt32] {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars.compactMap { Unicode.Scalar($0) })
        return text._nfc.map(\.value)
    }

    /// The composition of a short run, such as a letter and its marks; both are packed by ``packed(_:)``. Cached, since most runs
    /// recur. Nil if the result is too long to be packed.
    func composed(packed run: UInt64) -> UInt64? {
        if let known = runs[run] { return known }
        guard let composed = Self.packed(Self.composed(Self.unpacked(run))) else { return nil }
        if runs.count >= 4096 { runs = [:] }
        runs[run] = composed
        return composed
    }

    /// At most three scalars, of 21 bits each, the first one lowest; nil for more.
    static func packed(_ scalars: [UInt32]) -> UInt64? {
        guard scalars.count <= 3 else { return nil }
        return scalars.reversed().reduce(0) { $0 << 21 | UInt64($1) }
    }

    private static func unpacked(_ packed: UInt64) -> [UInt32] {
        var (rest, scalars) = (packed, [UInt32]())
        while rest != 0 {
            scalars.append(UInt32(truncatingIfNeeded: rest & 0x1F_FFFF))
            rest >>= 21
        }
        return scalars
    }
}
