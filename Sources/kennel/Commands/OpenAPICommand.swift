import Glibc
import Modules
import Worker

/// `kennel openapi`: prints the API's description, as `/openapi.json` serves it.
enum OpenAPICommand {
    static func run() {
        EventLoop.run {
            Program.show(String(decoding: document, as: UTF8.self) + "\n")
            exit(ExitCode.success)
        }
    }

    /// Endpoints are declared beside the code that serves them, so an application is made here, but never started.
    @LoopActor
    private static var document: [UInt8] {
        guard let database = try? Database(configuration: DatabaseConfiguration(url: "")) else {
            return []
        }
        let application = Application(database, queue: 1, log: .silent)
        let readiness = DatabaseReadiness(log: .silent) { _ in false }
        let endpoints = application.endpoints(readiness: readiness, version: Version.text)
        return OpenAPIDocument(endpoints, version: Version.text).bytes
    }
}
