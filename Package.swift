// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of the product and its tests is compiled with.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    // About 2-3 % of a worker's time, measured noisily; one thread and the tests' debug builds, which check, find what it would find.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// - Parameter data: files that tests read where they lie.
func tests(
    _ name: String, _ dependencies: Target.Dependency..., data: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], exclude: data,
        swiftSettings: settings)
}

/// One of the four modules that bots use.
func botModule(_ name: String) -> Target {
    module(
        name, "Essentials", "EventLoop", "Postgres", "HTTP", "API", "Discord", "Effects", "Jobs",
        "Modules")
}

func moduleTests(_ name: String) -> Target {
    tests(
        "\(name)Tests", .byName(name: name), "Essentials", "EventLoop", "HTTP", "API", "Postgres",
        "Jobs", "Discord", "DiscordEmulator", "Effects", "Modules")
}

let package = Package(
    name: "kennel",
    products: [
        .executable(name: "kennel", targets: ["kennel"]),
        .executable(name: "discord-emulator", targets: ["discord-emulator"]),
    ],
    targets: [
        .target(name: "CLinux"),
        .target(name: "CPostgres", linkerSettings: [.linkedLibrary("pq")]),
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

        module("Essentials", "CCrypto", "CLinux", "CZlib"),
        module("EventLoop", "CLinux", "Essentials"),
        module("HTTP", "CLinux", "Essentials", "EventLoop"),
        module("Postgres", "CPostgres", "CLinux", "Essentials", "EventLoop"),
        .executableTarget(name: "embed-files", swiftSettings: settings),
        .plugin(
            name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"],
            path: "Sources/EmbedFiles"),
        .target(
            name: "Schema", dependencies: ["Postgres"], swiftSettings: settings,
            plugins: ["EmbedFiles"]),
        .target(
            name: "API", dependencies: ["Essentials", "EventLoop", "HTTP", "Postgres"],
            exclude: ["Docs/Page"], swiftSettings: settings, plugins: ["EmbedFiles"]),
        module("Discord", "CCurl", "Essentials", "EventLoop", "HTTP", "Postgres"),
        module("Accounts", "Essentials", "EventLoop", "Postgres", "HTTP", "API", "Discord"),
        module("Effects", "Essentials", "EventLoop", "Postgres", "API", "Discord"),
        module(
            "Modules", "Essentials", "EventLoop", "HTTP", "Postgres", "API", "Discord", "Effects",
            "Jobs"),
        module("Jobs", "Essentials", "EventLoop", "Postgres"),
        botModule("Serverstats"),
        botModule("Autoresponder"),
        botModule("Reactionroles"),
        botModule("InviteTracker"),
        module(
            "Worker", "CLinux", "Essentials", "EventLoop", "HTTP", "Postgres", "API", "Accounts",
            "Discord", "Effects", "Jobs", "Modules", "Serverstats", "Autoresponder",
            "Reactionroles", "InviteTracker"),
        .executableTarget(
            name: "kennel",
            dependencies: [
                "CLinux", "Essentials", "EventLoop", "HTTP", "Postgres", "API", "Accounts", "Jobs",
                "Modules", "Schema", "Serverstats", "Worker",
            ], swiftSettings: settings),
        module("DiscordEmulator", "Essentials", "EventLoop", "HTTP"),
        .executableTarget(
            name: "discord-emulator",
            dependencies: ["CLinux", "Essentials", "EventLoop", "HTTP", "DiscordEmulator"],
            swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: [
                "CLinux", "Essentials", "EventLoop", "HTTP", "Postgres", "API", "Discord",
                "Effects", "Jobs", "Modules", "DiscordEmulator",
            ],
            path: "Tests/TestSupport", exclude: ["Contract/routes.json"], swiftSettings: settings),
        tests("EssentialsTests", "Essentials"),
        tests("EventLoopTests", "EventLoop", "CLinux"),
        tests("HTTPTests", "HTTP", "CLinux", "Essentials", "EventLoop"),
        tests("PostgresTests", "Postgres", "Essentials", "EventLoop"),
        tests("APITests", "API", "Essentials", "EventLoop", "HTTP", "Postgres"),
        tests(
            "AccountsTests", "Accounts", "Essentials", "EventLoop", "HTTP", "API", "Postgres",
            "Discord", "DiscordEmulator"),
        tests(
            "DiscordTests", "Discord", "DiscordEmulator", "Essentials", "EventLoop", "HTTP", "API",
            "Postgres", "Modules"),
        tests(
            "DiscordEmulatorTests", "DiscordEmulator", "Discord", "Essentials", "EventLoop", "HTTP",
            data: ["Resources"]),
        tests(
            "EffectsTests", "Effects", "Essentials", "EventLoop", "HTTP", "API", "Postgres",
            "Discord",
            "DiscordEmulator"),
        moduleTests("Serverstats"),
        moduleTests("Autoresponder"),
        moduleTests("Reactionroles"),
        moduleTests("InviteTracker"),
        tests(
            "ModulesTests", "Modules", "Jobs", "Essentials", "EventLoop", "HTTP", "API", "Postgres"),
        tests("JobsTests", "Jobs", "Essentials", "EventLoop", "Postgres"),
        tests(
            "WorkerTests", "Worker", "Essentials", "EventLoop", "HTTP", "API", "Postgres",
            "Accounts", "Discord", "Jobs", "Serverstats", "Autoresponder", "Reactionroles",
            "InviteTracker", "DiscordEmulator"),
        tests(
            "KennelTests", "kennel", "Schema", "Worker", "Essentials", "EventLoop", "HTTP",
            "Postgres"),
        tests("EndToEndTests", "Essentials", "EventLoop", "HTTP", "Postgres", "DiscordEmulator"),
    ]
)
