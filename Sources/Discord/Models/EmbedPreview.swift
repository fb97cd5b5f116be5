import Essentials

/// The parts that Kennel reads of an embed in a message.
package struct EmbedPreview: DiscordModel {
    /// A field: a name above a value.
    package struct Field: DiscordModel {
        package let name: String
        package let value: String

        package init?(_ json: JSONValue) {
            name = json.text("name") ?? ""
            value = json.text("value") ?? ""
        }
    }

    package let url: String?
    package let title: String?
    package let description: String?
    package let author: String?
    package let footer: String?
    package let fields: [Field]
    package let image: String?
    package let thumbnail: String?

    package init?(_ json: JSONValue) {
        url = json.text("url")
        title = json.text("title")
        description = json.text("description")
        author = json.member("author")?.text("name")
        footer = json.member("footer")?.text("text")
        fields = json.list("fields")
        image = json.member("image")?.text("url")
        thumbnail = json.member("thumbnail")?.text("url")
    }
}
