/// Why a call is refused: Discord's status, code and message.
struct Refusal: Error {
    /// An error of one member of the body, its path written with dots.
    struct Fault {
        let path: String
        let code: String
        let message: String
    }

    let status: Int
    let code: Int
    let message: String
    var faults: [Fault] = []

    init(_ status: Int, _ code: Int, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    static let noRoute = Refusal(404, 0, "404: Not Found")
    static let wrongMethod = Refusal(405, 0, "405: Method Not Allowed")
    static let unauthorized = Refusal(401, 0, "401: Unauthorized")
    /// The answer of Discord's front to clients that don't identify themselves.
    static let noUserAgent = Refusal(403, 40333, "internal network error")
    static let notJSON = Refusal(400, 50109, "The request body contains invalid JSON.")

    static let unknownChannel = Refusal(404, 10003, "Unknown Channel")
    static let unknownGuild = Refusal(404, 10004, "Unknown Guild")
    static let unknownInvite = Refusal(404, 10006, "Unknown Invite")
    static let unknownMember = Refusal(404, 10007, "Unknown Member")
    static let unknownMessage = Refusal(404, 10008, "Unknown Message")
    static let unknownRole = Refusal(404, 10011, "Unknown Role")
    static let unknownUser = Refusal(404, 10013, "Unknown User")
    static let unknownEmoji = Refusal(400, 10014, "Unknown Emoji")
    static let unknownWebhook = Refusal(404, 10015, "Unknown Webhook")
    static let tooManyChannels = Refusal(
        400, 30013, "Maximum number of guild channels reached (500)")
    static let tooManyReactions = Refusal(403, 30010, "Maximum number of reactions reached (20)")
    static let missingAccess = Refusal(403, 50001, "Missing Access")
    static let notOwnMessage = Refusal(403, 50005, "Cannot edit a message authored by another user")
    static let emptyMessage = Refusal(400, 50006, "Cannot send an empty message")
    static let notTextChannel = Refusal(
        400, 50008, "Cannot send messages in a non-text channel")
    static let systemMessage = Refusal(
        403, 50021, "Cannot execute action on a system message")
    static let threadArchived = Refusal(400, 50083, "Thread is archived")
    static let unreadableReply = Refusal(
        403, 160002, "Cannot reply without permission to read message history")
    static let missingPermissions = Refusal(403, 50013, "Missing Permissions")
    static let expiredWebhookToken = Refusal(401, 50027, "Invalid Webhook Token")
    static let invalidRole = Refusal(400, 50028, "Invalid Role")

    static func invalidForm(_ faults: [Fault]) -> Refusal {
        var refusal = Refusal(400, 50035, "Invalid Form Body")
        refusal.faults = faults
        return refusal
    }

    static func invalidForm(_ path: String, _ code: String, _ message: String) -> Refusal {
        invalidForm([Fault(path: path, code: code, message: message)])
    }
}

extension Refusal {
    /// Discord's `ErrorResponse`.
    var json: JSON {
        var json = JSON.object([
            .init("message", .string(message)), .init("code", .integer(Int64(code))),
        ])
        guard !faults.isEmpty else { return json }
        var errors = JSON.object([])
        for fault in faults {
            let path = fault.path.split(separator: ".").map(String.init)
            errors = Self.adding(fault, at: path[...], to: errors)
        }
        json["errors"] = errors
        return json
    }

    private static func adding(
        _ fault: Fault, at path: ArraySlice<String>, to json: JSON
    ) -> JSON {
        var json = json
        guard let key = path.first else {
            let error = JSON.object([
                .init("code", .string(fault.code)), .init("message", .string(fault.message)),
            ])
            json["_errors"] = .array((json["_errors"]?.elements ?? []) + [error])
            return json
        }
        json[key] = adding(fault, at: path.dropFirst(), to: json[key] ?? .object([]))
        return json
    }
}
