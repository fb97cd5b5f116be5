import Essentials

/// Whom the memory of a large request is counted for.
package enum InputParty: Hashable, Sendable {
    /// Whoever hasn't shown credentials, or not yet.
    case stranger
    /// A caller who gets a share; the number tells one from the other.
    case caller(Int)
    /// A caller who may use all of it.
    case trusted
}

/// The memory that requests hold beyond their buffers' usual size, bounded over all connections of a server.
///
/// Strangers together get a quarter and one caller an eighth of it: whoever sends large requests slowly keeps nobody else
/// from sending theirs.
package final class InputMemory {
    private let bound: Int
    private var used: [InputParty: Int] = [:]
    /// Bytes held at present.
    package private(set) var total = 0
    /// How often there was no room.
    package private(set) var refusals = MetricCounter(
        "kennel_http_input_refusals_total",
        "Large requests refused since their caller's share or all of that memory was in use.")

    init(bound: Int) {
        self.bound = bound
    }

    /// - Throws: `tooManyLargeRequests` where the caller's share is used up, `noRoom` where everything or the strangers' part is.
    func take(_ bytes: Int, for party: InputParty) throws(HTTPError) {
        guard bytes > 0 else { return }
        let own = used[party, default: 0] + bytes
        guard own <= share(of: party), total + bytes <= bound else {
            refusals += 1
            if case .caller = party, total + bytes <= bound { throw .tooManyLargeRequests }
            throw .noRoom
        }
        used[party] = own
        total += bytes
    }

    func giveBack(_ bytes: Int, of party: InputParty) {
        guard bytes > 0 else { return }
        let left = used[party, default: 0] - bytes
        used[party] = left > 0 ? left : nil
        total -= bytes
    }

    /// - Throws: as `take`, and then nothing has moved.
    func move(_ bytes: Int, from old: InputParty, to new: InputParty) throws(HTTPError) {
        guard bytes > 0, old != new else { return }
        giveBack(bytes, of: old)
        do throws(HTTPError) {
            try take(bytes, for: new)
        } catch {
            used[old, default: 0] += bytes
            total += bytes
            throw error
        }
    }

    private func share(of party: InputParty) -> Int {
        switch party {
        case .stranger: bound / 4
        case .caller: bound / 8
        case .trusted: bound
        }
    }
}
