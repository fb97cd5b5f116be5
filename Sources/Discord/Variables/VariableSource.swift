import Essentials
import EventLoop

/// Finds out what variables stand for, with as few calls to Discord as their names need; for one occasion, for whose texts
/// it asks Discord about each thing once.
@LoopActor
package final class VariableSource {
    private let discord: DiscordCalls
    private let scene: VariableScene
    private let now: Timestamp
    private var people: [Snowflake: Person] = [:]
    private var channel: Channel?
    private var guild: Guild?

    package init(
        _ discord: DiscordCalls, _ scene: VariableScene, now: Timestamp = Timestamp.now()
    ) {
        self.discord = discord
        self.scene = scene
        self.now = now
    }

    /// The values of those names that mean something here.
    ///
    /// Somebody who is no member any more is described by their account alone.
    package func values(for names: Set<String>) async throws(DiscordError) -> VariableValues {
        var values = VariableValues()
        for name in names {
            guard let variable = Variable(name: name) else { continue }
            values[name] = try await text(of: variable)
        }
        return values
    }

    private func text(of variable: Variable) async throws(DiscordError) -> String? {
        switch variable {
        case .user(let variable):
            guard let user = scene.user else { return nil }
            return try await text(of: variable, user)
        case .inviter(let variable):
            switch scene.inviter {
            case nil: return nil
            case .missing: return VariableTexts.unknown
            case .member(let inviter): return try await text(of: variable, inviter)
            }
        case .channel(let variable): return try await text(of: variable)
        case .server(let variable):
            let guild = variable.needsGuild ? try await readGuild() : nil
            return VariableTexts.text(of: variable, scene.guild, guild)
        case .current(let variable): return VariableTexts.text(of: variable, now)
        case .inviteCount: return scene.inviteCount.map { "\($0)" }
        case .inviteCode: return scene.inviteCode
        }
    }

    private func text(
        of variable: Variable.OfPerson, _ person: Person
    ) async throws(DiscordError) -> String {
        let person = variable.needsMember ? try await read(person) : person
        return VariableTexts.text(of: variable, person, in: scene.guild, at: now)
    }

    private func text(of variable: Variable.OfChannel) async throws(DiscordError) -> String? {
        guard let id = scene.channel else { return nil }
        if variable.needsChannel, channel == nil {
            channel = try await discord.details(of: discord.channel(id, of: scene.guild))
        }
        return VariableTexts.text(of: variable, id, channel)
    }

    private func readGuild() async throws(DiscordError) -> Guild {
        if let guild { return guild }
        let read = try await discord.guild(scene.guild)
        guild = read
        return read
    }

    private func read(_ person: Person) async throws(DiscordError) -> Person {
        if person.member != nil { return person }
        if let known = people[person.id] { return known }
        var read = person
        read.member = try await discord.memberIfPresent(person.id, of: scene.guild)
        read.account = read.member?.user ?? person.account
        if read.account == nil {
            read.account = try await discord.userIfPresent(person.id)
        }
        people[person.id] = read
        return read
    }
}
