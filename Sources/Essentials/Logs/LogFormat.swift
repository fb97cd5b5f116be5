/// How log lines are written.
package enum LogFormat: String, CaseIterable, Sendable {
    /// Text where a person reads along, JSON elsewhere.
    case auto
    /// A JSON object a line.
    case json
    /// `12:30:01.250 warning  the words  name=value …`.
    case text
}
