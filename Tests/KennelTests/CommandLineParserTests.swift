import Essentials
import Testing

@testable import kennel

@Suite struct CommandLineParserTests {
    @Test func `a command of two words is found with its argument and options`() throws {
        let invocation = try parse("token create fleet --requests-per-second 50")
        #expect(invocation.command == .tokenCreate)
        #expect(invocation.arguments == ["fleet"])
        #expect(invocation.options == ["requests-per-second": "50"])
    }

    @Test func `an option's value may be attached, and stand before the argument`() throws {
        let invocation = try parse("token create --requests-per-second=50 fleet")
        #expect(invocation.arguments == ["fleet"])
        #expect(invocation.options == ["requests-per-second": "50"])
    }

    @Test func `flags that aren't the command's own are settings`() throws {
        let invocation = try parse("serve --port 8081 --host=::1")
        #expect(invocation.settings == ["--port", "8081", "--host", "::1"])
        #expect(try parse("migrate --dry-run --database-url x").options == ["dry-run": ""])
    }

    @Test(arguments: ["", "help", "--help", "-h"])
    func `nothing, help and --help ask for the overview`(_ line: String) throws {
        #expect(try parse(line) == Invocation(command: .help))
    }

    @Test func `help of a command can be asked for in both ways`() throws {
        #expect(try parse("help token create").arguments == ["token", "create"])
        #expect(try parse("token create --help").wantsHelp)
        #expect(try parse("serve -h").wantsHelp)
    }

    @Test(arguments: [
        ("sing", "There is no command 'sing'."),
        ("token", "'token' needs one of 'token create', 'token list', 'token revoke'."),
        ("token sing", "'token' needs one of 'token create', 'token list', 'token revoke'."),
        ("token create", "'token create' needs NAME."),
        ("token create a b", "'token create' can't use 'b'."),
        ("token create a --requests-per-second", "'--requests-per-second' needs a value: N."),
        ("migrate --dry-run=yes", "'--dry-run' takes no value."),
        ("serve now", "'serve' can't use 'now'."),
        ("serve --port", "'--port' needs a value."),
        ("serve --bogus 1", "'serve' takes no option '--bogus'."),
        ("token list --port 1", "'token list' takes no option '--port'."),
        ("version --loud", "'version' takes no option '--loud'."),
    ])
    func `a wrong command line is told what is wrong`(_ line: String, _ message: String) {
        #expect(throws: UsageError(message: message)) { try parse(line) }
    }

    @Test func `the overview names every command that isn't hidden`() {
        for command in CommandDeclaration.all {
            #expect(HelpText.overview.contains("  \(command.name)") == !command.isHidden)
        }
    }

    @Test func `a command's help shows its arguments, its options and the settings it reads`() {
        let text = HelpText.of(.tokenCreate)
        #expect(
            text.hasPrefix(
                """
                Usage: kennel token create [--requests-per-second N] NAME

                Create a service token and print it, once.

                  NAME                     What it is for, shown by `token list`
                  --requests-per-second N  Refuse more than this with 429 (default: no limit)

                Settings:
                  DATABASE_URL or DATABASE_URL_FILE
                """))
        #expect(!text.contains("KENNEL_PORT"))
        #expect(HelpText.of(.serve).contains("--port N, KENNEL_PORT"))
    }

    @Test func `help of a group is that of its commands`() throws {
        let invocation = try parse("token --help")
        #expect(invocation.command == .help)
        #expect(invocation.arguments == ["token"])
        #expect(try parse("serve --help").command == .serve)
    }

    @Test func `the manual page names every command that isn't hidden, and every setting`() {
        let page = ManualPage.text.replacing("\\-", with: "-")
        for command in CommandDeclaration.all where !command.isHidden {
            #expect(page.contains("\n.SS kennel \(command.name)"))
        }
        for setting in Settings.all { #expect(page.contains(setting.name)) }
    }

    private func parse(_ line: String) throws -> Invocation {
        try CommandLineParser.parse(line.split(separator: " ").map(String.init))
    }
}
