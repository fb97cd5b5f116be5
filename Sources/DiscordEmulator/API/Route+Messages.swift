import Essentials
import EventLoop

/// Operations on messages.
extension Route {
    static let messages = [
        Route("GET", "/channels/{channel_id}/messages", bucket: "list messages") {
            exchange throws(Refusal) in
            let channel = try exchange.channel()
            let messages = try exchange.page(of: channel)
            return .list(messages) { message, writer in
                message.write(to: &writer, exchange.view(of: message, in: channel.guild))
            }
        },
        Route("GET", "/channels/{channel_id}/messages/{message_id}", bucket: "get message") {
            exchange throws(Refusal) in
            let channel = try exchange.channel()
            return exchange.show(try exchange.message(in: channel), in: channel.guild)
        },
        Route("POST", "/channels/{channel_id}/messages", bucket: "create message") {
            exchange throws(Refusal) in
            let channel = try exchange.channel()
            guard channel.takesMessages else { throw .notTextChannel }
            try exchange.require(
                channel.thread == nil ? .sendMessages : .sendInThreads, in: channel)
            try exchange.open(channel)
            let form = try MessageForm(exchange.body)
            guard !form.isEmpty else { throw .emptyMessage }
            if form.embeds?.isEmpty == false { try exchange.require(.embedLinks, in: channel) }
            return exchange.show(try exchange.post(form, in: channel), in: channel.guild)
        },
        Route("PATCH", "/channels/{channel_id}/messages/{message_id}", bucket: "edit message") {
            exchange throws(Refusal) in
            let channel = try exchange.channel()
            let message = try exchange.message(in: channel)
            guard message.author.id == exchange.bot else { throw .notOwnMessage }
            try exchange.requireOpen(channel)
            let form = try MessageForm(exchange.body)
            guard !message.isEmpty(after: form) else { throw .emptyMessage }
            exchange.apply(form, to: message, in: channel.guild)
            message.editedAt = exchange.world.clock.now
            return exchange.show(message, in: channel.guild)
        },
        Route("DELETE", "/channels/{channel_id}/messages/{message_id}", bucket: "delete message") {
            exchange throws(Refusal) in
            let channel = try exchange.channel()
            guard let message = channel.message(try exchange.id(1)) else { throw .unknownMessage }
            if message.author.id != exchange.bot {
                try exchange.require(.manageMessages, in: channel)
            }
            guard message.isDeletable else { throw .systemMessage }
            try exchange.requireOpen(channel)
            channel.remove(message)
            return .nothing
        },
    ]
}

extension Exchange {
    /// A message opens an archived thread again, unless it is locked.
    func open(_ channel: EmulatedChannel) throws(Refusal) {
        guard let thread = channel.thread, thread.isArchived else { return }
        if thread.isLocked, !permissions(in: channel).contains(.manageThreads) {
            throw .threadArchived
        }
        channel.thread?.isArchived = false
    }

    /// In an archived thread nothing else changes.
    func requireOpen(_ channel: EmulatedChannel) throws(Refusal) {
        if channel.thread?.isArchived == true { throw .threadArchived }
    }

    func show(_ message: EmulatedMessage, in guild: EmulatedGuild?) -> Reply {
        Reply { message.write(to: &$0, view(of: message, in: guild)) }
    }

    /// The messages that the query asks for, newest first. Who may not read back gets none.
    func page(of channel: EmulatedChannel) throws(Refusal) -> [EmulatedMessage] {
        let limit = try queryNumber("limit", default: 50, 1...100)
        guard permissions(in: channel).contains(.readMessageHistory) else { return [] }
        let all = channel.messages
        let page: ArraySlice<EmulatedMessage>
        if query["after"] != nil {
            let after = try queryID("after")
            let start = after.map { index(after: $0, in: channel) } ?? 0
            page = all[start...].prefix(limit)
        } else if let before = try queryID("before") {
            page = all[..<channel.index(of: before)].suffix(limit)
        } else if let around = try queryID("around") {
            let start = max(0, channel.index(of: around) - limit / 2)
            page = all[start...].prefix(limit)
        } else {
            page = all.suffix(limit)
        }
        return page.reversed()
    }

    private func index(after id: Snowflake, in channel: EmulatedChannel) -> Int {
        let index = channel.index(of: id)
        return index < channel.messages.count && channel.messages[index].id == id
            ? index + 1 : index
    }
}

extension EmulatedMessage {
    /// Whether nothing would be left of it.
    func isEmpty(after form: MessageForm) -> Bool {
        (form.content ?? content).isEmpty && (form.embeds ?? embeds).isEmpty
            && (form.components ?? components).isEmpty && attachments.isEmpty
    }
}
