// Foundation is used while building only; the product doesn't link it.
import Foundation

// Writes a Swift file with each migration's name and text. The build plugin EmbedMigrations runs it.
let (folder, output) = (CommandLine.arguments[1], CommandLine.arguments[2])
let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    .filter { $0.hasSuffix(".sql") }.sorted()
var source = """
    /// The files of `migrations/`, in order.
    let embeddedMigrations: [(name: String, script: String)] = [

    """
for name in names {
    let script = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    // Three #: no SQL has \"\"\"###. The text begins after the first line break and ends before the last one.
    source += "(\"\(name)\", ###\"\"\"\n\(script)\n\"\"\"###),\n"
}
source += "]\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
