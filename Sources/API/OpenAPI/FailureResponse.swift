import Essentials

/// The errors of one HTTP status that an endpoint may answer; endpoints share their description.
struct FailureResponse: Hashable {
    let status: Int
    let errors: [ErrorName]

    /// One for each status among the errors, in order.
    static func all(of errors: [ErrorName]) -> [FailureResponse] {
        Set(errors.map(\.example.status)).sorted().map { status in
            FailureResponse(status: status, errors: errors.filter { $0.example.status == status })
        }
    }

    /// What it's called among the document's components.
    var name: String { errors.map(\.rawValue).joined(separator: ".") }

    func refer(_ writer: inout ByteWriter) {
        writer.object { $0.field("$ref", "#/components/responses/\(name)") }
    }

    func describe(_ writer: inout ByteWriter) {
        writer.object { writer in
            writer.field("description", errors.map(\.rawValue).joined(separator: ", "))
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
                    for error in errors {
                        writer.key(error.rawValue)
                        writer.object { writer in
                            writer.member("value") { $0.append(error.example.envelope) }
                        }
                    }
                }
            }
        }
    }
}
