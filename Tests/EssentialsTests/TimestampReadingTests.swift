import Essentials
import Testing

struct TimestampReadingTests {
    @Test(arguments: [
        ("2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00.000Z"),
        ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"),
        ("2015-04-26T06:26:56.936000+00:00", "2015-04-26T06:26:56.936Z"),
        ("2026-01-01T00:30:00.5+01:00", "2025-12-31T23:30:00.500Z"),
        ("2024-02-29T23:59:59-00:30", "2024-03-01T00:29:59.000Z"),
    ])
    func `a time that is written to be exchanged is read`(text: String, time: String) {
        #expect(Timestamp(iso8601: text)?.description == time)
    }

    @Test(arguments: [
        "", "2026-01-31", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z", "2026-13-01T12:00:00Z",
        "2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z", "2026-01-31T12:00:00.Z",
        "2026-00-01T12:00:00Z",
        "2026-01-00T12:00:00Z", "2026-01-31T12:00:00Zx", "2026-01-31T12:00:00+0100", "now",
        "+026-01-31T12:00:00Z",
    ])
    func `anything else is not`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }
}
