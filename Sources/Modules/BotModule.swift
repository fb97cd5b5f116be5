import API
import Essentials
import EventLoop
import Jobs

/// The application's view of a module, besides the effects that it registers with the reconciler.
@LoopActor
package protocol BotModule: AnyObject {
    /// All endpoints, in the order of the documentation.
    var endpoints: [Endpoint] { get }
    /// The background jobs that run once in the cluster.
    var jobs: [JobDefinition] { get }
    /// What it counts beside requests.
    var metrics: [any Metric] { get }
    /// Stops accepting new work.
    func stop()
}

extension BotModule {
    package var metrics: [any Metric] { [] }
    package func stop() {}
}
