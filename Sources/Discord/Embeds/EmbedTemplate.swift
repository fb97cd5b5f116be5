import Essentials

/// The embeds of a stored text, `{"embeds":[…]}`: 1 to 5, each within Discord's limits.
package struct EmbedTemplate: Hashable, Sendable {
    private let embeds: [Embed]

    /// Reads and checks the text. Variables count as they're written; members of an embed that Discord takes from no bot,
    /// and other keys beside the embeds, are left out.
    package init(json: String) throws(EmbedFault) {
        let document = JSONDocument()
        var text = json
        // The document's values are views into the text, so all is read in here.
        let read = text.withUTF8 { bytes -> Result<[Embed], EmbedFault> in
            do throws(JSONError) {
                try document.parse(UnsafeRawBufferPointer(bytes))
            } catch {
                return .failure(EmbedFault("", .notJSON(error)))
            }
            do throws(EmbedFault) {
                return .success(try EmbedReader.embeds(document.root))
            } catch {
                return .failure(error)
            }
        }
        embeds = try read.get()
    }

    /// The names that stand where variables may.
    package var names: Set<String> {
        embeds.flatMap(\.texts).reduce(into: []) { $0.formUnion($1.names) }
    }

    /// Whether the embeds of a message may have come of these, whatever their variables were: all of them, or those that the
    /// values left.
    package func couldBe(_ shown: [EmbedPreview]) -> Bool {
        var rest = embeds[...]
        for preview in shown {
            guard let place = rest.firstIndex(where: { $0.couldBe(preview) }) else { return false }
            rest = rest[(place + 1)...]
        }
        return !shown.isEmpty
    }

    /// The embeds as a JSON array for `MessageDraft.embeds`, variables replaced and the texts cut to Discord's limits.
    ///
    /// Parts that the values have made useless are left out: a text that became empty, an address or a time that isn't one. Nil
    /// where that leaves nothing to show.
    package func filled(_ values: VariableValues) -> [UInt8]? {
        var writer = ByteWriter()
        var filler = EmbedFiller(values: values)
        writer.beginArray()
        let written = embeds.filter { filler.write($0, into: &writer) }
        writer.endArray()
        return written.isEmpty ? nil : writer.bytes
    }
}

extension Embed {
    fileprivate func couldBe(_ shown: EmbedPreview) -> Bool {
        func fits(_ template: TextTemplate?, _ text: String?) -> Bool {
            template?.couldBe(text ?? "") ?? (text == nil)
        }
        return fits(title, shown.title) && fits(description, shown.description)
    }
}
