import Essentials
import HTTP

/// The errors of one HTTP status that an endpoint may answer; endpoints share their description.
struct FailureResponse: Hashable {
    /// An error by its name.
    struct Example: Hashable {
        let name: String
        let error: APIError
    }

    let status: Int
    let examples: [Example]

    /// One for each status among the errors, in order.
    static func all(of errors: [ErrorName]) -> [FailureResponse] {
        Set(errors.map(\.example.status)).sorted().map { status in
            let own = errors.filter { $0.example.status == status }
            return FailureResponse(
                status: status,
                examples: own.map { Example(name: $0.rawValue, error: $0.example) })
        }
    }

    private init(status: Int, examples: [Example]) {
        self.status = status
        self.examples = examples
    }

    private init(_ name: String, _ error: APIError) {
        self.init(status: error.status, examples: [Example(name: name, error: error)])
    }

    // What the documents have no names for.
    static let tooSlow = FailureResponse("RequestTimeout", .malformed(.bodyTimeout))
    static let headersTooLarge = FailureResponse("HeadersTooLarge", .malformed(.headTooLarge))
    static let bodyTooLarge = FailureResponse("BodyTooLarge", .malformed(.bodyTooLarge))
    static let unsupportedMediaType = FailureResponse("UnsupportedMediaType", .unsupportedMediaType)
    static let noRoom = FailureResponse("NoRoom", .malformed(.noRoom))
    static let tooManyRequests = FailureResponse(
        "TooManyRequests", .tooManyRequests(retryAfter: 1))

    /// Its name among the document's components.
    var name: String { examples.map(\.name).joined(separator: ".") }

    func refer(_ writer: inout ByteWriter) {
        writer.object { $0.field("$ref", "#/components/responses/\(name)") }
    }

    func describe(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("description", examples.map(\.name).joined(separator: ", "))
            writer.member("content") { writer in
                writer.object { writer in
                    writer.member("application/json") { content(&$0) }
                }
            }
        }
    }

    private func content(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.member("schema") {
                $0.append(##"{"$ref":"#/components/schemas/Failure"}"## as StaticString)
            }
            writer.member("examples") { writer in
                writer.object { writer in
                    for example in examples {
                        writer.key(example.name)
                        writer.object { writer in
                            writer.member("value") { $0.append(example.error.envelope) }
                        }
                    }
                }
            }
        }
    }
}
