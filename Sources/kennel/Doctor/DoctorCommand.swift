import Modules

/// `kennel doctor`: checks what serving needs, and reports problems with advice.
enum DoctorCommand {
    static func run(_ invocation: Invocation) throws {
        let context = try CommandContext(invocation)
        var report = DoctorReport()
        let configuration = context.configuration
        report.add("settings", DoctorFindings.settings(context.environment, configuration))
        report.add("descriptors", DoctorFindings.descriptors(for: configuration))
        report.add("port", PortExamination.finding(configuration.host, configuration.port))
        report.add(
            "admin port", PortExamination.finding(configuration.adminHost, configuration.adminPort))
        let migrator = examineMigrations(context, &report)
        DatabaseExamination(configuration, migrator).run(&report)
        try DiscordExamination(configuration).run(&report) { report in
            let isJSON = invocation.options["json"] != nil
            Program.show(isJSON ? report.json : report.text)
            if !report.isGood { throw CommandFailure(message: "Something needs attention.") }
        }
    }

    private static func examineMigrations(
        _ context: CommandContext, _ report: inout DoctorReport
    ) -> Migrator? {
        do throws(CommandFailure) {
            let migrator = try context.migrator()
            let place = context.configuration.migrations ?? "the program"
            report.add("migrations", .good("\(migrator.migrations.count) in \(place)"))
            return migrator
        } catch {
            report.add("migrations", .bad(error.message))
            return nil
        }
    }
}
