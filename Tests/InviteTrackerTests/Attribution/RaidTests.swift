import Essentials
import TestSupport
import Testing

@testable import InviteTracker

/// Raids in a random order of joins, reports and readings.
@Suite struct RaidTests {
    @Test(arguments: 1...200)
    func `however joins and readings interleave, each invite's total is exact`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var raid = Raid(invites: 5)
        for _ in 0..<20 { raid.join(by: Int.random(in: 0..<5, using: &random)) }
        while !raid.isOver {
            if Bool.random(using: &random) { raid.report() }
            if Bool.random(using: &random) { raid.read() }
        }
        raid.read()
        #expect(raid.attributed == raid.uses)
    }

    /// Discord's and our side of a raid.
    private struct Raid {
        private(set) var uses: [Int]
        private var known: [KnownInvite]
        private var steps: [UnclaimedUse] = []
        private var unreported = 0
        private var nextID: Int64 = 1
        private var open: [Int64: Bool] = [:]
        private var codes: [Int64: String] = [:]

        init(invites: Int) {
            uses = Array(repeating: 0, count: invites)
            known = (0..<invites).map { invite("\($0)", uses: 0) }
        }

        var isOver: Bool { unreported == 0 && !open.values.contains(true) }

        var attributed: [Int] {
            uses.indices.map { index in codes.values.count { $0 == "\(index)" } }
        }

        mutating func join(by index: Int) {
            uses[index] += 1
            unreported += 1
        }

        mutating func report() {
            guard unreported > 0 else { return }
            unreported -= 1
            open[nextID] = true
            nextID += 1
        }

        mutating func read() {
            let joins = open.keys.sorted().map { OpenJoin(id: $0, isWaiting: open[$0] == true) }
            let listed = uses.enumerated().map { invite("\($0)", uses: $1) }
            let result = attribute(known, listed, joins, steps)
            known = result.invites
            steps = result.steps
            for finding in result.findings {
                open[finding.join] = finding.isOpen ? false : nil
                codes[finding.join] = finding.code
            }
        }
    }
}
