import Essentials
import Glibc

/// The process's metrics from the system, under the standard names of Prometheus's libraries.
package enum ProcessFigures {
    private static let startedAt = Timestamp.now()

    package static var metrics: [any Metric] {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let cpu = usage.ru_utime.inSeconds + usage.ru_stime.inSeconds
        return [
            MetricsSnapshot.Family(
                "process_cpu_seconds_total", .counter, "CPU time used.", [.init(.number(cpu))]),
            MetricGauge(
                "process_resident_memory_bytes", "Memory in use, as the system counts it.",
                residentBytes),
            MetricGauge("process_open_fds", "Open descriptors.", openDescriptors),
            MetricGauge("process_max_fds", "How many may be open.", Double(limit.rlim_cur)),
            MetricGauge(
                "process_start_time_seconds", "When the process started, since 1970.",
                Double(startedAt.microseconds) / 1_000_000),
        ]
    }

    /// 0 if the system doesn't report it. The file is in /proc, so reading it never waits for a disk.
    private static var residentBytes: Int {
        let fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard fd >= 0 else { return 0 }
        defer { close(fd) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(fd, &text, text.count)
        let fields = text.prefix(max(count, 0)).split(separator: UInt8(ascii: " "))
        guard fields.count > 1 else { return 0 }
        return (Int(String(decoding: fields[1], as: UTF8.self)) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    private static var openDescriptors: Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Not counted: the open folder itself, `.` and `..`.
        return count - 3
    }
}

extension timeval {
    fileprivate var inSeconds: Double { Double(tv_sec) + Double(tv_usec) / 1_000_000 }
}
