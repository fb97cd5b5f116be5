// Foundation is used while building only; the product doesn't link it.
import Foundation

// Writes a Swift file with the name and the text of each file of a folder. The build plugin EmbedFiles runs it.
let (folder, output) = (CommandLine.arguments[1], CommandLine.arguments[2])
let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    .filter { !$0.hasPrefix(".") }.sorted()
var source = """
    /// The files of `\(folder.split(separator: "/").last ?? "")/`, in order.
    let embeddedFiles: [(name: String, text: String)] = [

    """
for name in names {
    let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    // Three #: none has \"\"\"###. The text begins after the first line break and ends before the last one.
    source += "(\"\(name)\", ###\"\"\"\n\(text)\n\"\"\"###),\n"
}
source += "]\n"
try source.write(toFile: output, atomically: true, encoding: .utf8)
