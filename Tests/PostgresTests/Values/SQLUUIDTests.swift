import Postgres
import Testing

@Suite struct SQLUUIDTests {
    @Test func `random uuids are of version 4 and differ`() {
        let uuids = (0..<100).map { _ in SQLUUID.random() }
        #expect(Set(uuids).count == 100)
        #expect(uuids.allSatisfy { $0.high >> 12 & 0xF == 4 && $0.low >> 62 == 0b10 })
    }
}
