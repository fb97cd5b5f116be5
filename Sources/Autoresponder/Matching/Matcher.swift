import Modules

/// The texts of triggers with the same comparison, with case or without.
///
/// A search takes time proportional to the text's length and to the lengths of partial matches, independent of the number of
/// patterns; it yields to the loop after each slice.
@LoopActor
struct Matcher {
    private var contained = PatternTree()
    private var beginnings = PatternTree()
    /// Reversed patterns.
    private var endings = PatternTree()

    nonisolated init() {}

    var isEmpty: Bool { contained.isEmpty && beginnings.isEmpty && endings.isEmpty }
    var size: Int { contained.size + beginnings.size + endings.size }

    /// - Parameter bytes: of a ``ComparableText``. An empty pattern never matches.
    mutating func add(_ bytes: [UInt8], _ type: Trigger.Kind, place: Int32) {
        guard !bytes.isEmpty else { return }
        switch type {
        case .wildcard: break
        case .contains: contained.insert(bytes, place)
        case .startsWith: beginnings.insert(bytes, place)
        case .endsWith: endings.insert(bytes.reversed(), place)
        }
    }

    /// Adds the places of the matching triggers, each once, in no order. A match begins and ends at characters'
    /// borders.
    func match(
        _ text: String, foldsCase: Bool, into places: inout [Int32], _ meter: WorkMeter
    ) async {
        guard !isEmpty else { return }
        let text = await ComparableText(text, foldsCase: foldsCase, meter)
        let length = text.bytes.count
        for node in Self.nodes(of: beginnings, along: text.bytes, meter)
        where text.isBorder(node.end) {
            places += beginnings.patterns(at: node.number)
        }
        let backwards: [UInt8] = endings.isEmpty ? [] : text.bytes.reversed()
        for node in Self.nodes(of: endings, along: backwards, meter)
        where text.isBorder(length - node.end) {
            places += endings.patterns(at: node.number)
        }
        await search(text, into: &places, meter)
    }

    private static func nodes(
        of tree: PatternTree, along text: [UInt8], _ meter: WorkMeter
    ) -> [(number: Int, end: Int)] {
        guard !tree.isEmpty else { return [] }
        var nodes: [(number: Int, end: Int)] = []
        let work = text.withUnsafeBufferPointer { text in
            tree.walk(text, from: 0) { nodes.append(($0, $1)) }
        }
        _ = meter.spend(work)
        return nodes
    }

    private func search(
        _ text: ComparableText, into places: inout [Int32], _ meter: WorkMeter
    ) async {
        guard !contained.isEmpty else { return }
        var isFound = [Bool](repeating: false, count: contained.nodeCount)
        var position = 0
        while position < text.bytes.count {
            let work = search(text, from: &position, &isFound, &places)
            if meter.spend(work) { await meter.pause() }
        }
    }

    /// Searches up to the text's end, or for about a tenth of a slice. Not isolated, since each call of an isolated
    /// closure costs a check.
    /// - Returns: the work done.
    private nonisolated func search(
        _ text: ComparableText, from position: inout Int, _ isFound: inout [Bool],
        _ places: inout [Int32]
    ) -> Int {
        var work = 0
        text.bytes.withUnsafeBufferPointer { bytes in
            while position < bytes.count, work < WorkMeter.slice / 10 {
                let start = position
                position += 1
                // No character begins with a continuation byte.
                if bytes[start] & 0xC0 == 0x80 { continue }
                work += contained.walk(bytes, from: start) { node, end in
                    guard !isFound[node], text.isBorder(start), text.isBorder(end) else { return }
                    isFound[node] = true
                    places += contained.patterns(at: node)
                }
            }
        }
        return work
    }
}
