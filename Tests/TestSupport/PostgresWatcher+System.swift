import Glibc

/// Finding PostgreSQL and starting its processes.
extension PostgresWatcher {
    /// The folder of the newest PostgreSQL's programs, as Debian lays them out.
    static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        guard let folder = opendir(root) else { throw TestPostgresError.notInstalled }
        defer { closedir(folder) }
        var versions: [Int] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let version = Int(name), access("\(root)/\(name)/bin/postgres", X_OK) == 0 {
                versions.append(version)
            }
        }
        guard let newest = versions.max() else { throw TestPostgresError.notInstalled }
        return "\(root)/\(newest)/bin"
    }

    /// A new folder that the server's user owns, in memory where `deploy/test` found room.
    static func makeHome() throws -> String {
        let place = getenv("KENNEL_TEST_MEMORY").map { String(cString: $0) } ?? temporaryFiles
        let folder = try makeFolder("\(place)/kennel-postgres-XXXXXX")
        if geteuid() == 0 {
            guard let user = getpwnam("postgres"),
                chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) == 0
            else { throw TestPostgresError.system("chown", errno: errno) }
        }
        return folder
    }

    /// Starts a program; returns the socket to its standard input and from its standard output.
    ///
    /// No other child process may inherit that socket: a copy of it would keep the server alive.
    static func spawn(_ arguments: [String]) throws -> Int32 {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw TestPostgresError.system("socketpair", errno: errno)
        }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        // Not our own child: nobody waits for it, and Swift Testing's exit tests hang beside a zombie.
        let orphaning = ["/bin/sh", "-c", #"exec 3<&0; "$@" <&3 3<&- &"#, "sh"]
        let argv = (orphaning + arguments).map { strdup($0) }
        defer { for argument in argv { free(argument) } }
        let path = strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin")
        defer { free(path) }
        var child: pid_t = 0
        let failure = posix_spawn(&child, orphaning[0], &actions, nil, argv + [nil], [path, nil])
        guard failure == 0 else {
            close(ends[0])
            throw TestPostgresError.system(arguments[0], errno: failure)
        }
        while waitpid(child, nil, 0) < 0, errno == EINTR {}
        return ends[0]
    }
}
