import Essentials

/// A poll: its question and answers, not how many chose which.
package struct Poll: DiscordModel {
    package let question: String
    package let answers: [String]

    package init?(_ json: JSONValue) {
        question = json.member("question")?.text("text") ?? ""
        answers =
            json.member("answers")?.elements.compactMap { answer in
                answer.member("poll_media")?.text("text")
            } ?? []
    }
}
