/// The version of this source, as CHANGELOG.md names it.
enum Version {
    static let text = "0.1.0"
}
