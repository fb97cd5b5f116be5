// Foundation is used while building only; the product doesn't link it.
import Foundation
import PackagePlugin

/// The build plugin that compiles a folder's files into a target, so that the program is deployed as one file.
@main
struct EmbedFiles: BuildToolPlugin {
    /// Each target's folder.
    private static let folders = ["Schema": "migrations", "API": "Sources/API/Docs/Page"]

    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        guard let path = Self.folders[target.name] else { return [] }
        let folder = context.package.directoryURL.appending(path: path)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(path)",
                executable: try context.tool(named: "embed-files").url,
                arguments: [folder.path, output.path],
                inputFiles: names.map { folder.appending(path: $0) }, outputFiles: [output])
        ]
    }
}
