import API
import EventLoop
import Modules
import Postgres

/// The limits in wall time that tests run with. On a busy machine a test may take long; a limit is the subject of a few
/// tests, which set their own, and never a reason for another one to fail.
package enum TimeLimits {
    package static let patient = Duration.seconds(60)

    /// Stretches the limits that nobody is given.
    @LoopActor
    static func relax() {
        RequestContext.timeLimit = patient
        Database.statementLimit = patient
        EntryCount.limit = patient
    }
}

extension DatabaseConfiguration {
    /// A test's database, whose server and connections may take their time.
    package static func patient(_ url: String) -> Self {
        var configuration = DatabaseConfiguration(url: url)
        configuration.sharedConnections = 2
        configuration.attemptLimit = TimeLimits.patient
        configuration.limits.statementTimeout = TimeLimits.patient
        configuration.limits.lockTimeout = TimeLimits.patient
        configuration.timing.pingLimit = TimeLimits.patient
        configuration.timing.confirmationLimit = TimeLimits.patient
        return configuration
    }
}
