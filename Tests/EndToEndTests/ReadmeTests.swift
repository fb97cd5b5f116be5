import Essentials
import TestSupport
import Testing

@Suite struct ReadmeTests {
    @Test func `the README lists every setting with its default and meaning`() {
        let lines = Set(readFile(Cluster.tree + "/README.md").split(separator: "\n"))
        for setting in Settings.all {
            let file = setting.fileVariable.map { " or `\($0)`" } ?? ""
            let unit = setting.placeholder == "SECONDS" ? " s" : ""
            let line =
                "| `\(setting.name)`\(file) | \(setting.shownFallback)\(unit) | \(setting.help) |"
            #expect(lines.contains(line[...]), "README.md wants the line: \(line)")
        }
    }
}
