import EventLoop

/// A text as it's compared: canonically composed (NFC), so that é is é however it's typed, and case-folded or not.
@LoopActor
struct ComparableText {
    /// UTF-8.
    let bytes: [UInt8]

    init(_ text: String, foldsCase: Bool) {
        if let ascii = Self.ascii(text, foldsCase: foldsCase) {
            bytes = ascii
            return
        }
        let (folded, isRestless) = Self.mapped(text, foldsCase: foldsCase)
        bytes = isRestless ? Self.composed(folded) : folded
    }

    /// Nil where not all of it is ASCII.
    private static func ascii(_ text: String, foldsCase: Bool) -> [UInt8]? {
        var text = text
        return text.withUTF8 { source -> [UInt8]? in
            guard source.allSatisfy({ $0 < 0x80 }) else { return nil }
            guard foldsCase else { return Array(source) }
            return source.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        }
    }

    /// The scalars, each by itself folded or not, and whether some may change by what stands beside them.
    private static func mapped(
        _ text: String, foldsCase: Bool
    ) -> (bytes: [UInt8], isRestless: Bool) {
        let table = ScalarTable.shared
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + text.utf8.count / 4)
        var marks: UInt32 = 0
        for scalar in text.unicodeScalars {
            let entry = table.entry(of: scalar)
            marks |= entry.bits
            if !foldsCase {
                bytes.append(utf8Of: scalar.value)
            } else if entry.bits & ScalarTable.Entry.several == 0 {
                bytes.append(utf8Of: entry.value)
            } else {
                for value in table.sequences[Int(entry.value)] { bytes.append(utf8Of: value) }
            }
        }
        let mark = foldsCase ? ScalarTable.Entry.foldsRestless : ScalarTable.Entry.isRestless
        return (bytes, marks & mark != 0)
    }

    /// Composes run by run: a run is what may change by what stands beside it, and the scalar before.
    private static func composed(_ bytes: [UInt8]) -> [UInt8] {
        let table = ScalarTable.shared
        var composed: [UInt8] = []
        composed.reserveCapacity(bytes.count)
        var run: [UInt32] = []
        var isQuiet = true
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let isRestless = table.entry(of: scalar).bits & ScalarTable.Entry.isRestless != 0
            if !isRestless, !run.isEmpty {
                append(run, isQuiet, to: &composed)
                run.removeAll(keepingCapacity: true)
                isQuiet = true
            }
            run.append(scalar.value)
            if isRestless { isQuiet = false }
        }
        append(run, isQuiet, to: &composed)
        return composed
    }

    private static func append(_ run: [UInt32], _ isQuiet: Bool, to bytes: inout [UInt8]) {
        if isQuiet {
            for value in run { bytes.append(utf8Of: value) }
        } else if let short = ScalarTable.packed(run),
            var composed = ScalarTable.shared.composed(packed: short)
        {
            while composed != 0 {
                bytes.append(utf8Of: UInt32(truncatingIfNeeded: composed & 0x1F_FFFF))
                composed >>= 21
            }
        } else {
            for value in ScalarTable.composed(run) { bytes.append(utf8Of: value) }
        }
    }
}

extension [UInt8] {
    @inline(__always)
    fileprivate mutating func append(utf8Of value: UInt32) {
        if value < 0x80 {
            append(UInt8(truncatingIfNeeded: value))
            return
        }
        if value < 0x800 {
            append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
        } else {
            if value < 0x1_0000 {
                append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
            } else {
                append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
                append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
            }
            append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
        }
        append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
    }
}
