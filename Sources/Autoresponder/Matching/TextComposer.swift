import Modules

/// Converts a text to its comparable form, character by character: composition never crosses characters' borders.
@LoopActor
struct TextComposer {
    private(set) var bytes: [UInt8] = []
    /// Whether each place in `bytes`, and the end, is a character's border.
    private(set) var borders: [Bool] = [true]

    /// Longer runs of marks, which no language needs, are composed piecewise, since sorting them takes long.
    private static let longestRun = 128

    private let text: String
    private var index: String.Index
    private let foldsCase: Bool
    private let restlessMark: UInt32
    private var run: [UInt32] = []
    private var work = 0

    init(_ text: String, foldsCase: Bool) {
        self.text = text
        self.foldsCase = foldsCase
        restlessMark =
            foldsCase ? ScalarTable.Entry.foldsRestless : ScalarTable.Entry.isRestless
        index = text.startIndex
        bytes.reserveCapacity(text.utf8.count + text.utf8.count / 4)
        borders.reserveCapacity(bytes.capacity + 1)
    }

    var isDone: Bool { index == text.endIndex }

    /// The work since the last call, in units of ``WorkMeter``.
    mutating func takeWork() -> Int {
        defer { work = 0 }
        return work
    }

    /// Adds the next characters: a series of plain ones, or one of any kind.
    mutating func addCharacters() {
        if !addPlain() { addCharacter() }
    }

    /// Adds characters of one scalar, without searching for their borders; most texts consist of them.
    /// - Returns: whether there were any.
    private mutating func addPlain() -> Bool {
        let table = ScalarTable.shared
        let scalars = text.unicodeScalars
        let (known, first) = (table.entriesMade, bytes.count)
        var entry = table.entry(of: scalars[index])
        for _ in 0..<64 {
            guard entry.bits & ScalarTable.Entry.isPlain != 0 else { break }
            let next = scalars.index(after: index)
            let isLast = next == scalars.endIndex
            let following = isLast ? entry : table.entry(of: scalars[next])
            guard following.bits & ScalarTable.Entry.isPlain != 0 else { break }
            bytes.append(utf8Of: foldsCase ? entry.value : scalars[index].value)
            while borders.count < bytes.count { borders.append(false) }
            borders.append(true)
            (index, entry) = (next, following)
            work += 4
            if isLast { break }
        }
        work += 200 * (table.entriesMade - known)
        return bytes.count > first
    }

    private mutating func addCharacter() {
        let end = text.index(after: index)
        var marks: UInt32 = 0
        run.removeAll(keepingCapacity: true)
        for scalar in text.unicodeScalars[index..<end] { marks |= take(scalar) }
        index = end
        if marks & restlessMark == 0 {
            for value in run { bytes.append(utf8Of: value) }
        } else {
            compose()
        }
        work += 10 + 4 * run.count
        while borders.count < bytes.count { borders.append(false) }
        if borders.count == bytes.count { borders.append(true) }
    }

    /// Adds the scalar's comparable form to the run; returns its flags.
    private mutating func take(_ scalar: Unicode.Scalar) -> UInt32 {
        let table = ScalarTable.shared
        let known = table.entriesMade
        let entry = table.entry(of: scalar)
        work += 200 * (table.entriesMade - known)
        if entry.bits & ScalarTable.Entry.isIgnored != 0 { return 0 }
        if !foldsCase {
            run.append(scalar.value)
        } else if entry.bits & ScalarTable.Entry.several == 0 {
            run.append(entry.value)
        } else {
            run.append(contentsOf: table.sequences[Int(entry.value)])
        }
        return entry.bits
    }

    private mutating func compose() {
        work += 100 + 25 * run.count
        if let short = ScalarTable.packed(run),
            var composed = ScalarTable.shared.composed(packed: short)
        {
            while composed != 0 {
                bytes.append(utf8Of: UInt32(truncatingIfNeeded: composed & 0x1F_FFFF))
                composed >>= 21
            }
        } else {
            for start in stride(from: 0, to: run.count, by: Self.longestRun) {
                let part = run[start..<min(start + Self.longestRun, run.count)]
                for value in ScalarTable.composed(Array(part)) { bytes.append(utf8Of: value) }
            }
        }
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func append(utf8Of value: UInt32) {
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
