import Essentials

extension MetricsSnapshot {
    init(_ families: JSONValue) throws(LinkError) {
        self.init(try families.elements.map(Family.init))
    }
}

extension MetricsSnapshot.Family: JSONWritable {
    package func write(to writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("name", name)
        writer.field("help", help)
        switch kind {
        case .counter: writer.field("kind", "counter")
        case .gauge: writer.field("kind", "gauge")
        case .histogram(let bounds): writer.field("bounds", bounds)
        }
        writer.field("samples", samples)
        writer.endObject()
    }

    fileprivate init(_ json: JSONValue) throws(LinkError) {
        guard let name = json.member("name")?.string(), let help = json.member("help")?.string(),
            let samples = json.member("samples")?.elements
        else { throw .unknownMessage }
        let bounds = json.member("bounds")?.elements.compactMap { $0.double() }
        let kind: MetricsSnapshot.Kind =
            if let bounds {
                .histogram(bounds: bounds)
            } else {
                json.member("kind")?.string() == "gauge" ? .gauge : .counter
            }
        self.init(name, kind, help, try samples.map(MetricsSnapshot.Sample.init))
    }
}

extension MetricsSnapshot.Sample: JSONWritable {
    package func write(to writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("labels", labels)
        switch value {
        case .number(let number):
            writer.field("number", number)
        case .distribution(let counts, let sum):
            writer.field("counts", counts.map { Int64(bitPattern: $0) })
            writer.field("sum", sum)
        }
        writer.endObject()
    }

    fileprivate init(_ json: JSONValue) throws(LinkError) {
        guard let labels = json.member("labels")?.string() else { throw .unknownMessage }
        if let counts = json.member("counts"), let sum = json.member("sum")?.double() {
            let counts = counts.elements.compactMap { $0.int64().map { UInt64(bitPattern: $0) } }
            self.init(labels, .distribution(counts: counts, sum: sum))
        } else if let number = json.member("number") {
            // JSON has no word for what isn't finite.
            self.init(labels, .number(number.double() ?? .nan))
        } else {
            throw .unknownMessage
        }
    }
}
