import Essentials
import EventLoop

/// Operations on webhooks.
extension Route {
    static let webhooks = [
        Route(
            "POST", "/webhooks/{webhook_id}/{webhook_token}", bucket: "interaction",
            access: .anybody
        ) { exchange throws(Refusal) in
            let interaction = try exchange.interaction()
            let form = try MessageForm(exchange.body)
            guard !form.isEmpty else { throw .emptyMessage }
            let world = exchange.world
            let message = EmulatedMessage(
                id: world.newID(), channel: interaction.channel ?? world.bot.id,
                author: world.bot, content: form.content ?? "", sentAt: world.clock.now)
            message.webhook = world.application
            let channel = interaction.channel.flatMap { world.channels[$0] }
            exchange.apply(form, to: message, in: channel?.guild)
            interaction.followUps.append(message)
            if !message.isEphemeral { channel?.insert(message) }
            return exchange.show(message, in: channel?.guild)
        }
    ]
}

extension Exchange {
    private static let interactionLife = Duration.seconds(900)

    /// The interaction that the path's token belongs to, for 15 minutes.
    func interaction() throws(Refusal) -> EmulatedInteraction {
        guard try id(0) == world.application,
            let interaction = world.interactions[parameters[1]]
        else { throw .unknownWebhook }
        guard interaction.createdAt + Self.interactionLife > world.clock.now else {
            throw .expiredWebhookToken
        }
        return interaction
    }
}
