// The standard library normalises for its own comparisons; it offers that only so. Writing it anew would take Unicode's
// tables, and Foundation, the other one who has it, is not part of the product.
import EventLoop
@_spi(_Unicode) import Swift

/// What becomes of each Unicode scalar when texts are compared: worked out once, in pages of 256 as they're met.
///
/// Full case folding is derived from the mappings that the standard library has: lower case of upper case of lower case
/// gives the same classes as Unicode's CaseFolding.txt, but for ı, which is no i there.
@LoopActor
final class ScalarTable {
    /// How one scalar folds, packed: the scalar it becomes, or where its several ones are, and marks.
    struct Entry {
        let bits: UInt32

        static let several: UInt32 = 1 << 24
        /// The scalar itself, not folded, may change by what stands beside it.
        static let isRestless: UInt32 = 1 << 25
        /// What it folds to may.
        static let foldsRestless: UInt32 = 1 << 26

        var value: UInt32 { bits & 0xFF_FFFF }
    }

    static let shared = ScalarTable()

    private var pages: [ContiguousArray<Entry>?] = Array(repeating: nil, count: 0x1100)
    private(set) var sequences: [[UInt32]] = []

    func entry(of scalar: Unicode.Scalar) -> Entry {
        let (page, place) = (Int(scalar.value >> 8), Int(scalar.value & 0xFF))
        if let known = pages[page] { return known[place] }
        let made = makePage(page)
        pages[page] = made
        return made[place]
    }

    private func makePage(_ page: Int) -> ContiguousArray<Entry> {
        ContiguousArray(
            (0..<256).map { place in
                // Surrogates are no scalars, and never asked for.
                Unicode.Scalar(UInt32(page << 8 | place)).map(makeEntry) ?? Entry(bits: 0)
            })
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
        if Self.isRestless(scalar) { bits |= Entry.isRestless }
        if folded.contains(where: Self.isRestless) { bits |= Entry.foldsRestless }
        return Entry(bits: bits)
    }

    /// Full case folding.
    static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar == "\u{131}" { return [scalar] }
        let text = scalar.properties.lowercaseMapping.unicodeScalars
            .flatMap(\.properties.uppercaseMapping.unicodeScalars)
            .flatMap(\.properties.lowercaseMapping.unicodeScalars)
        return Array(text)
    }

    /// Whether composing may join the scalar with those before it, put them in order, or change it.
    private static func isRestless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x300: return false
        // Joiners, variation selectors and tags stand in emoji; they join with nothing.
        case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0020...0xE01EF: return false
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
        default:
            let properties = scalar.properties
            return properties.canonicalCombiningClass != .notReordered
                || properties.isGraphemeExtend || Array(String(scalar)._nfc) != [scalar]
        }
    }

    /// Canonical composition (NFC).
    static func composed(_ scalars: ArraySlice<UInt32>) -> [UInt32] {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars.compactMap { Unicode.Scalar($0) })
        return text._nfc.map(\.value)
    }
}
