import CLinux
import Glibc
import Synchronization

/// A program that a test runs, with its output in a file.
package final class Subprocess: Sendable {
    package let pid: pid_t
    package let log: String
    private let end = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - environment: added to the test's own; an entry `NAME=` removes a variable.
    ///   - log: the file for its standard output and error.
    package init(_ arguments: [String], environment: [String] = [], log: String) throws {
        // The shell opens the file and becomes the program.
        let shell = ["sh", "-c", #"exec "$@" >>"$0" 2>&1"#, log] + arguments
        let argv = CStrings(shell)
        let envp = CStrings(Self.environment(adding: environment))
        self.log = log
        pid = clinux_spawn("/bin/sh", argv.pointer, envp.pointer, nil, 0)
        guard pid > 0 else { throw TestFailure("can't start \(arguments[0]): errno \(errno)") }
    }

    package var isRunning: Bool { status == nil }

    /// The exit code, or 128 + the signal that ended it; nil while it runs.
    package var status: Int32? {
        end.withLock { end in
            if end == nil {
                let status = clinux_reap(pid)
                if status >= 0 { end = status }
            }
            return end
        }
    }

    package var output: String { readFile(log) }

    package func send(_ signal: Int32) {
        if isRunning { kill(pid, signal) }
    }

    /// Waits for the end and returns the status.
    @discardableResult
    package func wait(seconds: Int = 60) throws -> Int32 {
        try eventually("\(log): the process ends", seconds: seconds) { self.status }
    }

    /// Kills it with SIGKILL.
    package func destroy() {
        send(SIGKILL)
        _ = try? wait()
    }

    /// Runs a program to its end and returns its standard output.
    package static func run(_ arguments: [String], environment: [String] = []) throws -> String {
        let output = temporaryFile()
        let errors = temporaryFile()
        defer {
            unlink(output)
            unlink(errors)
        }
        let toFile = ["sh", "-c", #"exec "$@" >"$0""#, output]
        let process = try Subprocess(toFile + arguments, environment: environment, log: errors)
        let status = try process.wait()
        guard status == 0 else {
            throw TestFailure("\(arguments) ended with \(status): \(process.output)")
        }
        return readFile(output)
    }

    private static func environment(adding added: [String]) -> [String] {
        var entries: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            entries[name(of: text)] = text
            next += 1
        }
        for text in added { entries[name(of: text)] = text.hasSuffix("=") ? nil : text }
        return Array(entries.values)
    }

    private static func name(of entry: String) -> String {
        String(entry.prefix { $0 != "=" })
    }
}

/// An error of the test's own machinery.
package struct TestFailure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// A NULL-terminated array of C strings.
private final class CStrings {
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        pointer = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { pointer[index] = strdup(string) }
        pointer[count] = nil
    }

    deinit {
        for index in 0..<count { free(pointer[index]) }
        pointer.deallocate()
    }
}
