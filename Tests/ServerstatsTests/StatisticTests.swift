import Testing

@testable import Serverstats

@Suite struct StatisticTests {
    @Test func `there are 59 statistics, each with its own number and path`() {
        #expect(Statistic.all.count == 59)
        #expect(Set(Statistic.all.map(\.number)).count == 59)
        #expect(Set(Statistic.all.map(\.path)).count == 59)
    }
}
