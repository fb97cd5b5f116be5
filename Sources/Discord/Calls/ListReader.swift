import Essentials
import EventLoop

/// Reads a list of Discord's objects while it comes, a slice in each turn of the loop: however long it is, nobody waits for it,
/// and its text is never there as a whole.
@LoopActor
final class ListReader<Model: DiscordModel>: BodySink {
    private var models: [Model] = []
    private var splitter = ListSplitter()
    private var isReading = false
    private let document = JSONDocument()

    /// How many bytes are read in a turn: less than a millisecond's work.
    private static var slice: Int { 65_536 }

    init() {}

    func begin() {
        models = []
        splitter = ListSplitter()
    }

    func take(_ bytes: UnsafeRawBufferPointer) {
        splitter.append(bytes)
        guard !isReading, splitter.unread > Self.slice else { return }
        isReading = true
        spawn { [self] in
            while splitter.unread > Self.slice {
                await SliceQueue.shared.turn()
                readSlice()
            }
            isReading = false
        }
    }

    /// The whole list, once nothing more comes; nil where it can't be read. Elements that are of no use are left out.
    func list() async -> [Model]? {
        while splitter.hasMore {
            readSlice()
            if splitter.hasMore { await SliceQueue.shared.turn() }
        }
        return splitter.isWhole ? models : nil
    }

    private func readSlice() {
        splitter.split(Self.slice) { text in
            do throws(JSONError) {
                try document.parse(text)
            } catch { return false }
            if let model = Model(document.root) { models.append(model) }
            return true
        }
    }
}
