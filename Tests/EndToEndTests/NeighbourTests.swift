import Glibc
import TestSupport
import Testing

extension EndToEnd {
    /// One guild, its administrator and strangers do their worst; another guild's requests go on as before.
    @Suite struct NeighbourTests {
        @Test func `a guild and strangers at their worst slow nobody else down`() throws {
            let street = try Street()
            defer { street.emulator.destroy() }
            try World.with(workers: 2, settings: street.emulator.settings) { world in
                let villain = try street.moveIn(world)
                let workers = world.cluster.workers.sorted()
                let quiet = try street.measure(world, seconds: 3)
                print("quiet: \(quiet)")
                for attack in Attack.allCases {
                    var slow = try street.slow(under: attack, by: villain, world, [quiet])
                    // Unless the machine itself is busy with something else: then peace is no faster.
                    for _ in 0..<2 where !slow.isEmpty {
                        let peace = try street.measure(world, seconds: 2)
                        slow = try street.slow(under: attack, by: villain, world, [quiet, peace])
                    }
                    #expect(slow.isEmpty, "during \(attack)")
                    #expect(world.cluster.workers.sorted() == workers, "\(attack)")
                }
                for worker in workers {
                    let peak = peakMemory(of: worker)
                    print("worker \(worker): at most \(peak) MB")
                    #expect(peak <= 150)
                }
            }
        }
    }
}

extension Street {
    /// Which of the good guild's requests take more than five times as long as in peace, or fail.
    fileprivate func slow(
        under attack: Attack, by villain: Villain, _ world: World, _ quiet: [Figures]
    ) throws -> [String] {
        let disturbance = Disturbance(attack, by: villain, world)
        let figures = try measure(world, seconds: 4)
        let statuses = try disturbance.finish()
        print("\(attack): \(figures); it was answered \(statuses)")
        let slow = figures.p99.filter { request, time in
            time > 5 * (quiet.compactMap { $0.p99[request] } + [Self.noise]).reduce(0, max)
        }
        return slow.map { "\($0): \($1) s" } + figures.failures
    }
}

/// The most memory that a process ever had, in MB.
private func peakMemory(of process: pid_t) -> Int {
    let line = readFile("/proc/\(process)/status").split(separator: "\n").first {
        $0.hasPrefix("VmHWM:")
    }
    let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
    return (kilobytes.flatMap { Int($0) } ?? .max) / 1_024
}
