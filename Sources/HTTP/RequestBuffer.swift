import Glibc

/// The memory that one connection's input is read into, and the parser that works on it in place.
///
/// Connections borrow one while they have input, and give it back.
package final class RequestBuffer {
    /// The capacity that a buffer starts with, and keeps when it is given back.
    static let usualCapacity = 4096

    private var memory: UnsafeMutableRawBufferPointer
    private let account: InputMemory
    private var party = InputParty.stranger
    /// Whether the present request's body is wanted.
    private(set) var isAdmitted = false
    /// Where the present request starts.
    private var start = 0
    /// Where what has been received ends.
    private var end = 0
    private var consumed = 0
    private(set) var parser: RequestParser

    init(limits: HTTPLimits, account: InputMemory = InputMemory(bound: .max)) {
        self.account = account
        memory = .allocate(byteCount: Self.usualCapacity, alignment: 16)
        parser = RequestParser(limits: limits)
    }

    deinit {
        account.giveBack(excess, of: party)
        memory.deallocate()
    }

    var head: RequestHead { _read { yield parser.head } }

    var error: HTTPError? {
        if case .failed(let error) = parser.phase { error } else { nil }
    }

    var isEmpty: Bool { start == end }
    var capacity: Int { memory.count }
    private var excess: Int { memory.count - Self.usualCapacity }
    /// Whether there is input beyond the request that was last complete.
    var hasFurtherBytes: Bool { start + consumed < end }

    @inline(__always)
    func bytes(_ range: ByteRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(memory).part(start + Int(range.start), start + Int(range.end))
    }

    /// Parses on in what has been received.
    func parse() -> ParsingStep {
        let step = parser.advance(in: UnsafeMutableRawBufferPointer(rebasing: memory[start..<end]))
        switch step {
        case .needsMore(let keeping): end = start + keeping
        case .complete(let count): consumed = count
        case .failed: break
        }
        return step
    }

    /// Takes the body as well, and makes room for all of it where its length is known: it's better refused now than
    /// half-way.
    func admit(for party: InputParty) throws(HTTPError) {
        try account.move(excess, from: self.party, to: party)
        self.party = party
        isAdmitted = true
        guard case .sizedBody(let length) = parser.phase, length > memory.count else { return }
        moveDown()
        try resize(to: length)
    }

    /// Whether the client is to be told to go on; true once only.
    func takeContinue() -> Bool {
        parser.takeContinue()
    }

    /// Forgets the request that was complete; what was received after it is the next one's.
    func finishRequest() {
        start += consumed
        consumed = 0
        if start == end {
            start = 0
            end = 0
        }
        isAdmitted = false
        parser.reset()
    }

    /// Room to read into, at least a byte.
    func freeSpace() throws(HTTPError) -> UnsafeMutableRawBufferPointer {
        if end == memory.count {
            if start > 0 { moveDown() } else { try resize(to: memory.count * 2) }
        }
        return UnsafeMutableRawBufferPointer(rebasing: memory[end...])
    }

    func received(_ count: Int) {
        end += count
    }

    func append(_ bytes: [UInt8]) throws(HTTPError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let space = try freeSpace()
            let count = min(space.count, rest.count)
            space.copyBytes(from: rest.prefix(count))
            received(count)
            rest = rest.dropFirst(count)
        }
    }

    /// Forgets everything, and gives back memory that only a large request needed.
    func clear() {
        start = 0
        end = 0
        consumed = 0
        isAdmitted = false
        parser.reset()
        if excess > 0 { replaceMemory(capacity: Self.usualCapacity) }
        party = .stranger
    }

    private func moveDown() {
        guard let base = memory.baseAddress else { return }
        memmove(base, base + start, end - start)
        end -= start
        start = 0
    }

    private func resize(to capacity: Int) throws(HTTPError) {
        try account.take(capacity - memory.count, for: party)
        replaceMemory(capacity: capacity)
    }

    private func replaceMemory(capacity: Int) {
        account.giveBack(memory.count - capacity, of: party)
        let replacement = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
        replacement.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<end]))
        memory.deallocate()
        memory = replacement
    }
}
