import Glibc

/// A shell that runs one PostgreSQL server for as long as its standard input stays open.
///
/// The kernel closes that socket when the test process ends for any reason; the shell then kills the server and
/// deletes its folder. A parent-death signal would not work: it fires when the *thread* that started the child ends.
final class PostgresWatcher: Sendable {
    let address: TestPostgres.Address
    private let shell: Int32

    init(listensOnTCP: Bool, namespace: Namespace?, settings: [String]) throws {
        let folder = try Self.makeHome()
        let port: UInt16? = listensOnTCP || namespace != nil ? try freePort() : nil
        let host = namespace?.address ?? "127.0.0.1"
        if let port {
            address = TestPostgres.Address(host: host, port: port)
        } else {
            address = TestPostgres.Address(socketFolder: folder)
        }
        let network =
            port.map { ["listen_addresses = '\(host)'", "port = \($0)"] }
            ?? ["listen_addresses = ''"]
        let lines = Self.settings + network + settings
        let command = [
            "/bin/sh", "-c", Self.script, "sh", try Self.binaries(), folder,
            lines.joined(separator: "\n"), String(port ?? 5432),
            getenv("KENNEL_TEST_CLUSTER").map { String(cString: $0) } ?? "",
        ]
        let becomePostgres = ["/usr/sbin/runuser", "-u", "postgres", "--"]
        shell = try Self.spawn(
            (namespace?.enter ?? []) + (geteuid() == 0 ? becomePostgres + command : command))
    }

    deinit {
        close(shell)
    }

    /// Sends one command to the shell and waits until it is done.
    func tell(_ command: String) throws {
        let line = command + "\n"
        guard send(shell, line, line.utf8.count, Int32(MSG_NOSIGNAL)) > 0 else {
            throw TestPostgresError.watcherGone
        }
        var answer = ""
        var byte: UInt8 = 0
        while read(shell, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { break }
            answer.unicodeScalars.append(Unicode.Scalar(byte))
        }
        guard answer == "ok" else { throw TestPostgresError.failed(command, answer) }
    }

    /// Not durable, since nothing outlives the tests; commits still wait for one another as in production.
    private static let settings = [
        "fsync = off", "full_page_writes = off", "synchronous_commit = on", "shared_buffers = 64MB",
        "max_connections = 200", "log_min_messages = fatal", "autovacuum_naptime = 5s",
        "timezone = 'UTC'", "max_wal_size = 4GB", "checkpoint_timeout = 1h",
    ]

    /// Takes the programs' folder, the server's, lines of its settings, its port, and a data folder as initdb makes it to copy,
    /// since initdb takes a second.
    private static let script = """
        trap '' INT TERM HUP
        binaries=$1 home=$2 settings=$3 port=$4 initialised=$5
        cd "$home" || exit 1
        initialise() {
            if [ -n "$initialised" ]; then
                cp -a "$initialised" data
            else
                "$binaries/initdb" -D data -U postgres --auth=trust --encoding=UTF8 --locale=C \\
                    --no-sync
            fi >log 2>&1 &&
            echo 'host all all samenet trust' >>data/pg_hba.conf &&
            printf '%s\\nunix_socket_directories = %s\\n' "$settings" "'$home'" >>data/postgresql.conf
        }
        start() {
            [ -d data ] || initialise || return 1
            "$binaries/postgres" -D data </dev/null >>log 2>&1 &
            server=$!
            until "$binaries/pg_isready" -q -h "$home" -p "$port"; do
                kill -0 "$server" 2>/dev/null || return 1
                sleep 0.02
            done
        }
        end() { kill "$1" "$server" && wait "$server"; :; }
        freeze() { kill -STOP "$server" && kill -STOP $(pgrep -P "$server"); }
        thaw() { kill -CONT $(pgrep -P "$server") "$server"; }
        while read -r command; do
            case $command in
                start) start ;;
                stop) end -INT ;;
                crash) end -QUIT ;;
                freeze) freeze ;;
                thaw) thaw ;;
            esac </dev/null && echo ok || { tail -n 3 log | tr '\\n' ' '; echo; }
        done
        thaw 2>/dev/null
        end -QUIT 2>/dev/null
        cd / && rm -rf "$home"
        """
}

/// Why a private server can't be started.
package enum TestPostgresError: Error {
    case notInstalled
    case system(String, errno: Int32)
    case watcherGone
    case failed(String, String)
}
