import Glibc
import Synchronization

/// A value that several threads of a test read and change.
package final class Locked<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>

    package init(_ value: Value) { mutex = Mutex(value) }

    package var value: Value {
        get { mutex.withLock { $0 } }
        set { mutex.withLock { $0 = newValue } }
    }

    package func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        mutex.withLock { value in body(&value) }
    }
}

/// The children of a process, in the order of their birth.
package func processes(under parent: pid_t) -> [pid_t] {
    readFile("/proc/\(parent)/task/\(parent)/children").split(separator: " ").compactMap {
        pid_t($0)
    }
}

/// A process in the output of `ps`.
package func commandLine(of pid: pid_t) -> String {
    String(readFile("/proc/\(pid)/cmdline").map { $0 == "\0" ? " " : $0 })
}

/// The memory a process has in RAM, in bytes.
package func residentBytes(of pid: pid_t) -> Int {
    let line = readFile("/proc/\(pid)/status").split(separator: "\n").first {
        $0.hasPrefix("VmRSS:")
    }
    return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) * 1_024
}

/// Which of some processes holds the server's end of a TCP connection on this machine.
package func owner(ofConnectionFrom clientPort: UInt16, to port: UInt16, among pids: [pid_t])
    -> pid_t?
{
    let server = hexadecimal(port)
    let client = hexadecimal(clientPort)
    let rows = readFile("/proc/net/tcp").split(separator: "\n").dropFirst()
    for row in rows {
        let columns = row.split(separator: " ")
        guard columns.count > 9, columns[1].hasSuffix(":" + server),
            columns[2].hasSuffix(":" + client)
        else { continue }
        let target = "socket:[\(columns[9])]"
        return pids.first { descriptors(of: $0).contains(target) }
    }
    return nil
}

private func hexadecimal(_ port: UInt16) -> String {
    let digits = String(port, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
}

/// The targets of a process's descriptors.
private func descriptors(of pid: pid_t) -> Set<String> {
    let folder = "/proc/\(pid)/fd"
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var targets: Set<String> = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        var target = [CChar](repeating: 0, count: 256)
        let length = readlink("\(folder)/\(name)", &target, target.count)
        if length > 0 {
            targets.insert(
                String(decoding: target[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
    }
    return targets
}

/// The CPU time a process has used, user and system, in ticks of the kernel's clock.
package func cpuTicks(of pid: pid_t) -> Int {
    let afterName = readFile("/proc/\(pid)/stat").split(separator: ")").last ?? ""
    let columns = afterName.split(separator: " ")
    guard columns.count > 12 else { return 0 }
    return (Int(columns[11]) ?? 0) + (Int(columns[12]) ?? 0)
}
