import Essentials

/// A message as a call describes it, checked against Discord's limits.
struct MessageForm {
    let content: String?
    let embeds: [JSON]?
    let components: [JSON]?
    let allowedMentions: JSON?
    let flags: Int?
    /// As it came: a string or a number.
    let nonce: JSON?
    let enforcesNonce: Bool
    let reply: Snowflake?
    let failsWithoutReplied: Bool

    init(_ body: JSON) throws(Refusal) {
        guard case .object = body else { throw .notJSON }
        var faults = FormFaults()
        faults.length(of: body["content"], "content", 0...2000)
        Self.checkEmbeds(body["embeds"], &faults)
        ComponentForm.check(body["components"], &faults)
        Self.checkMentions(body["allowed_mentions"], &faults)
        Self.checkNonce(body["nonce"], &faults)
        try faults.check()
        content = body["content"].map { $0.string ?? "" }
        embeds = body["embeds"]?.elements.filter { !EmbedForm.isEmpty($0) }
        components = body["components"]?.elements
        allowedMentions = body.value("allowed_mentions")
        flags = body.value("flags")?.integer
        nonce = body.value("nonce")
        enforcesNonce = body.value("enforce_nonce")?.bool ?? false
        let reference = body.value("message_reference")
        reply = reference?["message_id"]?.id
        failsWithoutReplied = reference?.value("fail_if_not_exists")?.bool ?? true
    }

    var isEmpty: Bool {
        (content ?? "").allSatisfy(\.isWhitespace) && (embeds ?? []).isEmpty
            && (components ?? []).isEmpty
    }

    private static func checkEmbeds(_ embeds: JSON?, _ faults: inout FormFaults) {
        faults.count(of: embeds, "embeds", 0...10)
        var total = 0
        for (index, embed) in (embeds?.elements ?? []).enumerated() {
            total += EmbedForm.check(embed, "embeds.\(index)", &faults)
        }
        if total > 6000 {
            faults.add(
                "embeds", "MAX_EMBED_SIZE_EXCEEDED",
                "Embed size exceeds maximum size of 6000")
        }
    }

    private static func checkMentions(_ rule: JSON?, _ faults: inout FormFaults) {
        guard let rule, !rule.isNull else { return }
        let path = "allowed_mentions"
        faults.count(of: rule["users"], "\(path).users", 0...100)
        faults.count(of: rule["roles"], "\(path).roles", 0...100)
        let parsed = (rule["parse"]?.elements ?? []).compactMap(\.string)
        for (index, name) in parsed.enumerated()
        where !["users", "roles", "everyone"].contains(name) {
            faults.add(
                "\(path).parse.\(index)", "BASE_TYPE_CHOICES",
                "Value must be one of ('users', 'everyone', 'roles').")
        }
        for name in ["users", "roles"] where parsed.contains(name) {
            guard rule[name]?.elements.isEmpty == false else { continue }
            faults.add(
                path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                "parse:[\"\(name)\"] and \(name): [ids...] are mutually exclusive.")
        }
    }

    private static func checkNonce(_ nonce: JSON?, _ faults: inout FormFaults) {
        guard let nonce, !nonce.isNull, nonce.integer == nil else { return }
        faults.length(of: nonce, "nonce", 0...25)
    }
}
