import API
import EventLoop
import Jobs

/// One of the parts that bots and guilds use: what the application takes from it, beside what it registers with the reconciler.
@LoopActor
package protocol BotModule: AnyObject {
    /// All operations, in the order of the documents.
    var endpoints: [Endpoint] { get }
    /// Its work that the cluster does once.
    var jobs: [JobDefinition] { get }
    /// Begins no more work.
    func stop()
}

extension BotModule {
    package func stop() {}
}
