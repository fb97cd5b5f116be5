/// How log lines are written.
package enum LogFormat: String, CaseIterable, Sendable {
    /// Text at a terminal, JSON elsewhere.
    case auto
    /// A JSON object per line.
    case json
    /// `12:30:01.250 warning  the words  name=value …`.
    case text
}
