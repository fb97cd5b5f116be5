// The entry point of `deploy/fuzz`, which compiles it into one module with the parser: it is no target of the package.

/// Parses what libFuzzer invents, once whole and once in pieces, and stops the process where the two differ.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 1, let data else { return 0 }
    let text = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    var limits = HTTPLimits()
    limits.headBytes = 512
    limits.headers = 8
    limits.bodyBytes = 256
    let whole = outcome([text[...]], limits)
    // The first byte says how the rest is cut.
    let size = Int(data[0]) % 17 + 1
    let pieces = stride(from: 0, to: text.count, by: size).map {
        text[$0..<min($0 + size, text.count)]
    }
    precondition(outcome(pieces, limits) == whole, "how a request is cut must not matter")
    return 0
}

/// Everything that a request shows, as bytes.
private func outcome(_ pieces: [ArraySlice<UInt8>], _ limits: HTTPLimits) -> [[UInt8]] {
    var found: [[UInt8]] = []
    let input = RequestBuffer(limits: limits)
    for piece in pieces {
        guard (try? input.append(Array(piece))) != nil else { return found }
        while !input.isEmpty {
            let step = input.parse()
            if case .needsMore = step { break }
            guard case .complete = step else { return found + [Array("\(step)".utf8)] }
            found += parts(of: input)
            input.finishRequest()
        }
    }
    return found
}

private func parts(of input: RequestBuffer) -> [[UInt8]] {
    let head = input.head
    precondition(head.headers.count <= input.parser.limits.headers)
    precondition(head.body.count <= input.parser.limits.bodyBytes)
    var ranges = [head.methodName, head.path, head.query ?? .nothing, head.body]
    for field in head.headers { ranges += [field.name, field.value] }
    return ranges.map { Array(input.bytes($0)) } + [[head.keepAlive ? 1 : 0]]
}
