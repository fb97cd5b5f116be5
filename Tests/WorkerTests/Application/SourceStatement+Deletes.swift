import Autoresponder
import InviteTracker
import Postgres
import Reactionroles
import Serverstats
import TestSupport

extension SourceStatement {
    /// What modules declare to be deleted in chunks.
    ///
    /// Throws where the sources declare more than is named here.
    static func deletes() throws -> [SourceStatement] {
        let named: [(String, [ChunkedDelete])] = [
            ("Serverstats.expired", Serverstats.expired),
            ("Serverstats.expiredEntries", Serverstats.expiredEntries),
            ("Serverstats.leftBehind", Serverstats.leftBehind),
            ("Autoresponder.expired", Autoresponder.expired),
            ("Autoresponder.oldAnswers", Autoresponder.oldAnswers),
            ("Autoresponder.removed", Autoresponder.removed),
            ("Reactionroles.expired", Reactionroles.expired),
            ("Reactionroles.oldGrants", Reactionroles.oldGrants),
            ("Reactionroles.forgottenGrants", Reactionroles.forgottenGrants),
            ("InviteTracker.expired", InviteTracker.expired),
            ("InviteTracker.ended", InviteTracker.ended),
        ]
        let found = named.flatMap { name, deletes in
            deletes.enumerated().map { SourceStatement(name: "\(name)[\($0)]", text: $1.text) }
        }
        let made = try Subprocess.run(["/bin/grep", "-rhoE", "\\bChunkedDelete\\(", sources])
        let count = made.split(separator: "\n").count
        guard found.count == count else {
            throw TestFailure("\(found.count) of \(count) deletes of the sources are named here")
        }
        return found
    }
}
