import Glibc
import TestSupport

/// A folder of migrations that a test writes; deleted with it.
final class MigrationsFolder {
    let path: String
    private var names: Set<String> = []

    struct Failure: Error {
        let errno: Int32
    }

    init() throws {
        path = try makeFolder("\(temporaryFiles)/kennel-migrations-XXXXXX")
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    func write(_ name: String, _ text: String) throws {
        guard let file = fopen(path + "/" + name, "w") else { throw Failure(errno: errno) }
        defer { fclose(file) }
        names.insert(name)
        guard fputs(text, file) >= 0 else { throw Failure(errno: errno) }
    }

    func remove(_ name: String) throws {
        guard unlink(path + "/" + name) == 0 else { throw Failure(errno: errno) }
        names.remove(name)
    }
}
