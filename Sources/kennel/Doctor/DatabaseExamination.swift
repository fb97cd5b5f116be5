import Modules

/// Checks the database over the connections that workers use: direct, and through the pooler if there is one.
struct DatabaseExamination {
    private let configuration: Configuration
    private let migrator: Migrator?

    init(_ configuration: Configuration, _ migrator: Migrator?) {
        self.configuration = configuration
        self.migrator = migrator
    }

    func run(_ report: inout DoctorReport) {
        guard let direct = configuration.directDatabaseURL else {
            examine(configuration.databaseURL, "database", &report) { database, report in
                report.add(
                    "pooler",
                    DoctorFindings.pooler(
                        try isPooled(database), isTold: configuration.pooler == .transaction))
                try examineServer(database, &report)
            }
            return
        }
        var place: DatabasePlace?
        examine(direct, "direct", &report) { database, report in
            if try isPooled(database) {
                report.add("direct", DoctorFindings.directIsPooled)
            }
            place = try DatabasePlace(database)
            try examineServer(database, &report)
        }
        examine(configuration.databaseURL, "database", &report) { database, report in
            report.add(
                "pooler",
                DoctorFindings.pooler(
                    try isPooled(database), isTold: configuration.pooler == .transaction))
            if let place, try DatabasePlace(database) != place {
                report.add("same", DoctorFindings.twoDatabases)
            }
            if configuration.pooler == .transaction,
                let row = try database.run(DoctorSQL.limits).first
            {
                report.add("limits", DoctorFindings.limits(row.string(0), row.string(1)))
            }
        }
    }

    /// Connects, and reports errors.
    private func examine(
        _ url: String?, _ subject: String, _ report: inout DoctorReport,
        _ look: (SynchronousDatabase, inout DoctorReport) throws -> Void
    ) {
        do {
            let database = try SynchronousDatabase(url: url)
            report.add(
                subject, .good("\(database.name) at \(database.host) port \(database.port)"))
            try look(database, &report)
        } catch {
            report.add(subject, DoctorFindings.unreachable(error, subject))
        }
    }

    /// A pooler reports process ids of its own.
    private func isPooled(_ database: SynchronousDatabase) throws -> Bool {
        let rows = try database.run(DoctorSQL.process)
        return rows.first.map { $0.int32(0) != database.processNumber } ?? false
    }

    private func examineServer(
        _ database: SynchronousDatabase, _ report: inout DoctorReport
    ) throws {
        let before = Timestamp.now()
        guard let row = try database.run(DoctorSQL.examine).first else { return }
        report.add(
            "encryption",
            DoctorFindings.encryption(
                isOn: database.isEncrypted, host: database.host, mode: database.sslMode))
        report.add("version", DoctorFindings.version(row.int32(0), row.string(1)))
        report.add(
            "writable", DoctorFindings.writable(isStandby: row.bool(3), isReadOnly: row.bool(5)))
        report.add("clock", DoctorFindings.clock(database: row.timestamp(2), own: before))
        report.add("encoding", DoctorFindings.encoding(row.string(6)))
        report.add(
            "connections",
            DoctorFindings.connections(
                configuration, server: Int(row.int32(4)), role: Int(row.int32(7)),
                database: Int(row.int32(8))))
        if let role = try database.run(RoleSQL.own).first {
            report.add("role", DoctorFindings.role(role.string(0), isMighty: role.bool(1)))
        }
        guard let migrator else { return }
        let pending = try migrator.pending(in: database).map(\.fileName)
        report.add("schema", DoctorFindings.schema(pending))
        let lacking = try database.run(DoctorSQL.lackingRights).map { $0.string(0) }
        if pending.isEmpty { report.add("rights", DoctorFindings.rights(lacking: lacking)) }
    }
}

/// Identifies the database and server of a connection.
private struct DatabasePlace: Equatable {
    let identity: String

    init(_ database: SynchronousDatabase) throws {
        identity = try database.run(DoctorSQL.place).first?.string(0) ?? ""
    }
}
