import DiscordEmulator
import Glibc

/// A `discord-emulator` in a process of its own, for clusters under test; controlled by `/_control`.
package final class EmulatorProcess: Sendable {
    package let port: UInt16
    package let token: String
    private let process: Subprocess
    private let folder: String

    /// The program in the folder of `Cluster`'s binary.
    package static var binary: String {
        let parts = Cluster.binary.split(separator: "/", omittingEmptySubsequences: false)
        return (parts.dropLast() + ["discord-emulator"]).joined(separator: "/")
    }

    /// - Parameter world: a world document, as text.
    package init(world: String? = nil) throws {
        let folder = try temporaryFolder()
        var arguments = [Self.binary]
        if let world {
            try writeFile("\(folder)/world.json", world)
            arguments += ["--world", "\(folder)/world.json"]
        }
        let process = try Subprocess(arguments, log: "\(folder)/log")
        self.folder = folder
        self.process = process
        (port, token) = try eventually("the emulator says where it is: \(process.output)") {
            guard process.isRunning else {
                throw TestFailure("discord-emulator ended: \(process.output)")
            }
            return Self.place(process.output)
        }
    }

    /// The values in its first two lines.
    private static func place(_ output: String) -> (UInt16, String)? {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 2, lines[1].hasPrefix("bot token: "),
            let port = lines[0].split(separator: ":").last?.prefix(while: \.isNumber)
        else { return nil }
        return UInt16(port).map { ($0, String(lines[1].dropFirst("bot token: ".count))) }
    }

    package var baseURL: String { "http://127.0.0.1:\(port)/api/v10" }

    /// The settings with which a cluster uses it.
    package var settings: [String] {
        ["DISCORD_API_BASE=\(baseURL)", "DISCORD_BOT_TOKEN=\(token)"]
    }

    /// Calls `/_control` and returns the answer; throws if it refuses.
    @discardableResult
    package func control(
        _ method: String, _ path: String, _ body: String? = nil
    ) throws -> JSON {
        let answer = try HTTPClient(port: port).send(method, "/_control\(path)", body: body)
        guard answer.status == 200, let json = JSON(parsing: answer.text) else {
            throw TestFailure("/_control\(path): \(answer.status) \(answer.text)")
        }
        return json
    }

    /// How often such calls were made; the path as in `Faults`.
    package func countCalls(_ method: String, _ path: String) throws -> Int {
        try control("GET", "/calls?method=\(method)&path=\(path)")["count"]?.integer ?? 0
    }

    /// Ends it with a signal. - Returns: its status.
    package func stop(_ signal: Int32 = SIGTERM) throws -> Int32 {
        process.send(signal)
        return try process.wait()
    }

    package func destroy() {
        process.destroy()
        _ = try? Subprocess.run(["rm", "-rf", folder])
    }
}
