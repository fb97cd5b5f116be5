import Autoresponder
import InviteTracker
import Postgres
import Reactionroles
import TestSupport

@testable import Serverstats

extension SourceStatement {
    /// Statements whose texts are composed.
    ///
    /// Throws where the sources have more enums of them than are named here.
    static func composed() throws -> [SourceStatement] {
        let named = [
            texts(of: PageSQL.self), texts(of: ScanSQL.self), texts(of: ClosingSQL.self),
            texts(of: EndingSQL.self), texts(of: VoiceSQL.self),
        ]
        try compare(named.count, with: "enum [A-Za-z]+: ComposedSQL")
        return named.flatMap { $0 }
    }

    private static func texts<Composed: ComposedSQL>(of sql: Composed.Type) -> [SourceStatement] {
        sql.allCases.map { SourceStatement(name: "Serverstats.\(sql).\($0)", text: $0.rawValue) }
    }

    /// Throws where the sources have another number of matches.
    private static func compare(_ count: Int, with pattern: String) throws {
        let found = try Subprocess.run(["/bin/grep", "-rhoE", pattern, sources])
        let matches = found.split(separator: "\n").count
        guard count == matches else {
            throw TestFailure("\(count) are named of \(matches) in the sources: \(pattern)")
        }
    }

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
        try compare(found.count, with: "\\bChunkedDelete\\(")
        return found
    }
}
