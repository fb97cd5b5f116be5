/// A growable buffer of raw bytes; all output is written to it.
///
/// Appending takes amortised constant time; the memory is kept until the writer is deallocated, or until
/// `removeAll(keepingCapacity: false)`.
@usableFromInline package struct ByteWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutableRawPointer
    @usableFromInline var used: Int
    @usableFromInline var space: Int

    /// An empty writer with room for `capacity` bytes.
    package init(capacity: Int = 256) {
        space = max(capacity, 16)
        base = UnsafeMutableRawPointer.allocate(byteCount: space, alignment: 16)
        used = 0
    }

    deinit { base.deallocate() }

    /// How many bytes have been written.
    @inlinable package var count: Int { used }
    @inlinable package var isEmpty: Bool { used == 0 }
    /// How many bytes fit without taking more memory.
    @inlinable package var capacity: Int { space }

    /// Makes room for `extra` more bytes.
    @inlinable package mutating func reserve(_ extra: Int) {
        if space - used < extra { grow(by: extra) }
    }

    @usableFromInline mutating func grow(by extra: Int) {
        move(to: max(space * 2, used + extra))
    }

    private mutating func move(to newSpace: Int) {
        let moved = UnsafeMutableRawPointer.allocate(byteCount: newSpace, alignment: 16)
        moved.copyMemory(from: base, byteCount: used)
        base.deallocate()
        base = moved
        space = newSpace
    }

    /// Removes the content. Without `keepingCapacity` the memory is freed too.
    package mutating func removeAll(keepingCapacity: Bool = true) {
        used = 0
        if !keepingCapacity, space > 256 { move(to: 256) }
    }

    /// Removes the first `n` bytes (at most all); the rest moves to the front.
    package mutating func removeFirst(_ n: Int) {
        let rest = max(used - max(n, 0), 0)
        if rest > 0, rest < used { memmove(from: used - rest, count: rest) }
        used = rest
    }

    private func memmove(from offset: Int, count: Int) {
        base.copyMemory(from: base + offset, byteCount: count)
    }

    /// Gives access to the content. The pointer is valid only inside `body`.
    @inlinable package func withBytes<R, E: Error>(
        _ body: (UnsafeRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: base, count: used))
    }

    /// Gives access to written bytes to overwrite them, such as a length that is known only later.
    package mutating func withBytesToPatch<R, E: Error>(
        _ range: Range<Int>, _ body: (UnsafeMutableRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        precondition(range.lowerBound >= 0 && range.upperBound <= used)
        let bytes = UnsafeMutableRawBufferPointer(
            start: base + range.lowerBound, count: range.count)
        return try body(bytes)
    }

    /// The content as a string; invalid UTF-8 is repaired.
    package var string: String {
        withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// A copy of the content.
    package var bytes: [UInt8] { withBytes { Array($0) } }
}
