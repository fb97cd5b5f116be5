// Foundation serves while building only: it is no part of the product.
import Foundation
import PackagePlugin

/// Puts the files of `migrations/` into the program, so that it can be deployed as one file.
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
