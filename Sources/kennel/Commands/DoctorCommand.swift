import Essentials
import Glibc
import Postgres

/// `kennel doctor`: checks what serving needs, and says what is wrong and what helps.
enum DoctorCommand {
    static func run(_ invocation: Invocation) throws {
        let context = try CommandContext(invocation)
        var report = DoctorReport()
        report.add("settings", .good("\(context.configuration.workers) workers"))
        report.add("descriptors", DoctorFindings.descriptors(for: context.configuration))
        let migrator = examineFolder(context, &report)
        examineDatabase(context, migrator, &report)
        Program.show(report.text)
        if !report.isGood { throw CommandFailure(message: "Something needs attention.") }
    }

    private static func examineFolder(
        _ context: CommandContext, _ report: inout DoctorReport
    ) -> Migrator? {
        do throws(CommandFailure) {
            let migrator = try context.migrator()
            report.add(
                "migrations", .good("\(migrator.migrations.count) in \(context.migrations)"))
            return migrator
        } catch {
            report.add("migrations", .bad(error.message))
            return nil
        }
    }

    private static func examineDatabase(
        _ context: CommandContext, _ migrator: Migrator?, _ report: inout DoctorReport
    ) {
        do {
            let database = try context.connect()
            let before = Timestamp.now()
            let rows = try database.run(DoctorSQL.examine)
            guard let row = rows.first else { return }
            report.add("database", .good("\(row.string(5)) is reachable"))
            report.add(
                "encryption",
                DoctorFindings.encryption(
                    isOn: database.isEncrypted, host: database.host, mode: database.sslMode))
            report.add("version", DoctorFindings.version(row.int32(0), row.string(1)))
            report.add(
                "writable",
                row.bool(3) ? .bad("this server is a standby and takes no writes") : .good("yes"))
            report.add("clock", DoctorFindings.clock(database: row.timestamp(2), own: before))
            report.add(
                "connections",
                DoctorFindings.connections(context.configuration, limit: Int(row.int32(4))))
            if let role = try database.run(RoleSQL.own).first {
                report.add("role", DoctorFindings.role(role.string(0), isMighty: role.bool(1)))
            }
            if let migrator {
                report.add(
                    "schema",
                    DoctorFindings.schema(try migrator.pending(in: database).map(\.fileName)))
            }
        } catch let error as CommandFailure {
            report.add("database", .bad(error.message))
        } catch {
            report.add("database", .bad("\(error)"))
        }
    }
}
