import Postgres
import TestSupport
import Testing

/// Locks of transactions are taken by SQL, which can't use ``LockClass``.
@Suite struct LockNameTests {
    /// A name that is misspelt somewhere would be a second lock, without anybody's noticing. Those of guilds are made by `GuildLock`.
    @Test func `statements name no other locks than these`() throws {
        let found = try Subprocess.run([
            "/bin/grep", "-rhoE", "hashtextextended\\('[^']*'", "\(Cluster.tree)/Sources",
            "\(Cluster.tree)/migrations",
        ])
        let names = Set(
            found.split(separator: "\n").compactMap { $0.split(separator: "'").last?.trimmed })
        #expect(
            names == [
                "kennel migrate", "serverstats midnight", "statistics partition",
            ])
        #expect(names.isDisjoint(with: LockClass.allCases.map(\.rawValue)))
    }
}

extension Substring {
    fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
