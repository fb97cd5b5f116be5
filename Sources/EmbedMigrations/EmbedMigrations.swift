// Foundation is used while building only; the product doesn't link it.
import Foundation
import PackagePlugin

/// The build plugin that compiles the files of `migrations/` into the program, so that it is deployed as one file.
@main
struct EmbedMigrations: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "migrations")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedMigrations.swift")
        return [
            .buildCommand(
                displayName: "Embedding migrations/",
                executable: try context.tool(named: "embed-migrations").url,
                arguments: [folder.path, output.path],
                inputFiles: names.filter { $0.hasSuffix(".sql") }
                    .map { folder.appending(path: $0) },
                outputFiles: [output])
        ]
    }
}
