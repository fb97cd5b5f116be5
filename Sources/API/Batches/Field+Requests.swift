import Essentials

extension Field<[BatchedRequest]> {
    /// A list of requests, in a body or as its lines (`application/x-ndjson`). One that is wrong fails alone.
    ///
    /// - Parameters:
    ///   - members: what all of them have, for the documentation; the rest is their endpoint's.
    ///   - router: finds a request's endpoint.
    package static func requests(
        _ name: String, count: ClosedRange<Int>, _ summary: String, of members: [FieldSpec],
        to router: @escaping BatchedRequest.Router
    ) -> Field {
        let kind = FieldKind.list(.object(members), count: count)
        var spec = FieldSpec(name, kind, summary)
        spec.comesInLines = true
        return Field(spec) { (raw, reader) throws(FieldRule) in
            let inner = RequestReader()
            var requests: [BatchedRequest] = []
            switch raw {
            case .text(let text):
                for line in JSONLines(text).prefix(count.upperBound + 1) {
                    requests.append(
                        BatchedRequest(inner, to: router) { (inner) throws(Fault) in
                            try inner.begin(sources: .body, query: nil, body: line)
                        })
                }
            case .json(let list):
                guard list.kind == .array else { throw .kind(kind, also: nil) }
                for element in list.elements.prefix(count.upperBound + 1) {
                    requests.append(
                        BatchedRequest(inner, to: router) { (inner) throws(Fault) in
                            try inner.begin(object: element)
                        })
                }
            }
            if !count.contains(requests.count) { reader.note(.limit(kind)) }
            return requests
        }
    }
}

/// The lines of a text that aren't blank.
private struct JSONLines: Sequence, IteratorProtocol {
    private var rest: Slice<UnsafeRawBufferPointer>

    init(_ text: UnsafeRawBufferPointer) { rest = text[...] }

    mutating func next() -> UnsafeRawBufferPointer? {
        while !rest.isEmpty {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[line.endIndex...].dropFirst()
            let isBlank = line.allSatisfy { " \t\r".utf8.contains($0) }
            if !isBlank { return UnsafeRawBufferPointer(rebasing: line) }
        }
        return nil
    }
}
