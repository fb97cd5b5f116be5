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
        var (scalars, isRestless) = Self.scalars(text, foldsCase: foldsCase)
        if isRestless { scalars = Compositions.shared.compose(scalars) }
        bytes = Self.utf8(scalars)
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

    private static func scalars(
        _ text: String, foldsCase: Bool
    ) -> (scalars: [UInt32], isRestless: Bool) {
        let table = ScalarTable.shared
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.utf8.count)
        var marks: UInt32 = 0
        for scalar in text.unicodeScalars {
            let entry = table.entry(of: scalar)
            marks |= entry.bits
            if !foldsCase {
                scalars.append(scalar.value)
            } else if entry.bits & ScalarTable.Entry.several == 0 {
                scalars.append(entry.value)
            } else {
                scalars.append(contentsOf: table.sequences[Int(entry.value)])
            }
        }
        let mark = foldsCase ? ScalarTable.Entry.foldsRestless : ScalarTable.Entry.isRestless
        return (scalars, marks & mark != 0)
    }

    private static func utf8(_ scalars: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count * 3)
        for value in scalars {
            if value < 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: value))
            } else if let scalar = Unicode.Scalar(value) {
                bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            }
        }
        return bytes
    }
}

/// Composes texts, run by run: a run is what may change by what stands beside it, and the scalar before.
@LoopActor
final class Compositions {
    static let shared = Compositions()

    /// A letter and its mark, as most runs are; what they become.
    private var pairs: [UInt64: [UInt32]] = [:]
    private static let keptPairs = 4096

    func compose(_ scalars: [UInt32]) -> [UInt32] {
        var composed: [UInt32] = []
        composed.reserveCapacity(scalars.count)
        var start = 0
        while start < scalars.count {
            var end = start + 1
            while end < scalars.count, isRestless(scalars[end]) { end += 1 }
            if end == start + 1, !isRestless(scalars[start]) {
                composed.append(scalars[start])
            } else {
                composed.append(contentsOf: compose(run: scalars[start..<end]))
            }
            start = end
        }
        return composed
    }

    private func isRestless(_ value: UInt32) -> Bool {
        guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return false }
        return ScalarTable.shared.entry(of: scalar).bits & ScalarTable.Entry.isRestless != 0
    }

    private func compose(run: ArraySlice<UInt32>) -> [UInt32] {
        guard run.count == 2 else { return ScalarTable.composed(run) }
        let key = UInt64(run[run.startIndex]) << 32 | UInt64(run[run.startIndex + 1])
        if let known = pairs[key] { return known }
        if pairs.count >= Self.keptPairs { pairs = [:] }
        let composed = ScalarTable.composed(run)
        pairs[key] = composed
        return composed
    }
}
