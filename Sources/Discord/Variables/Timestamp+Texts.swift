import Essentials

/// Times as texts show them.
extension Timestamp {
    /// `dd-mm-yyyy`, in UTC.
    package var dateText: String {
        let day = day
        return Self.pair(day.day) + "-" + Self.pair(day.month) + "-" + Self.year(day.year)
    }

    /// `HH:MM:SS`, in UTC.
    package var timeText: String {
        // 11…18 of an ISO 8601 text are hours, minutes and seconds.
        String(decoding: description.utf8.dropFirst(11).prefix(8), as: UTF8.self)
    }

    /// `dd-mm-yyyy HH:MM:SS`, in UTC.
    package var dateTimeText: String { dateText + " " + timeText }

    private static func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func year(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 4 - "\(number)".utf8.count)) + "\(number)"
    }
}
