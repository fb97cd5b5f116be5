/// The process's exit codes, from sysexits.h.
enum ExitCode {
    static let success: Int32 = 0
    static let failure: Int32 = 1
    /// The command line is wrong.
    static let usage: Int32 = 64
    /// Something needed is unavailable: the database, a port.
    static let unavailable: Int32 = 69
    /// The system refused: no process could be started.
    static let system: Int32 = 71
    /// A setting is wrong.
    static let configuration: Int32 = 78
}
