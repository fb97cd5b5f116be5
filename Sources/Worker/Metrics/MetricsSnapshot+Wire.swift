/// Encoding a snapshot for the link.
extension MetricsSnapshot {
    package func write(to writer: inout WireWriter) {
        writer.write(families) { writer, family in
            writer.write(family.name)
            writer.write(family.help)
            family.kind.write(to: &writer)
            writer.write(family.samples) { writer, sample in
                writer.write(sample.labels)
                sample.value.write(to: &writer)
            }
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        families = try reader.list { reader throws(WireError) in
            Family(
                try reader.text(), help: try reader.text(), kind: try Kind(from: &reader),
                samples: try reader.list { reader throws(WireError) in
                    Sample(try reader.text(), try Value(from: &reader))
                })
        }
    }
}

extension MetricsSnapshot.Family {
    /// In the order of the wire, which Swift evaluates from left to right.
    fileprivate init(
        _ name: String, help: String, kind: MetricsSnapshot.Kind,
        samples: [MetricsSnapshot.Sample]
    ) {
        self.init(name, kind, help, samples)
    }
}

extension MetricsSnapshot.Kind {
    fileprivate func write(to writer: inout WireWriter) {
        switch self {
        case .counter: writer.write(1 as UInt8)
        case .gauge: writer.write(2 as UInt8)
        case .histogram(let bounds):
            writer.write(3 as UInt8)
            writer.write(bounds) { $0.write($1) }
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .counter
        case 2: self = .gauge
        case 3:
            self = .histogram(
                bounds: try reader.list { reader throws(WireError) in try reader.double() })
        case let kind: throw .unknownKind(kind)
        }
    }
}

extension MetricsSnapshot.Value {
    fileprivate func write(to writer: inout WireWriter) {
        switch self {
        case .number(let number):
            writer.write(1 as UInt8)
            writer.write(number)
        case .distribution(let counts, let sum):
            writer.write(2 as UInt8)
            writer.write(counts) { $0.write($1) }
            writer.write(sum)
        }
    }

    fileprivate init(from reader: inout WireReader) throws(WireError) {
        switch try reader.integer(UInt8.self) {
        case 1: self = .number(try reader.double())
        case 2:
            self = .distribution(
                counts: try reader.list { reader throws(WireError) in
                    try reader.integer(UInt64.self)
                }, sum: try reader.double())
        case let kind: throw .unknownKind(kind)
        }
    }
}
