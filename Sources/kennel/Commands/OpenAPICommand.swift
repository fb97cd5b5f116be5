import API

/// `kennel openapi`: prints the API's description.
enum OpenAPICommand {
    static func run() {
        let document = OpenAPIDocument([], version: Version.text)
        Program.show(String(decoding: document.bytes, as: UTF8.self) + "\n")
    }
}
