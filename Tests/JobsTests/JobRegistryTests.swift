import Testing

@testable import Jobs

@Suite struct JobBoardTests {
    private func board(
        _ atOnce: [String: Int], open: [OpenShard]
    ) -> JobRegistry {
        var random = SystemRandomNumberGenerator()
        var board = JobRegistry(atOnce: atOnce)
        board.show(open, using: &random)
        return board
    }

    private func shards(_ kind: String, _ count: Int16) -> [OpenShard] {
        (0..<count).map { OpenShard(kind: kind, run: 1, shard: $0) }
    }

    @Test func `every open shard is tried once`() {
        var board = board(["a": 100], open: shards("a", 64))
        var tried: Set<OpenShard> = []
        while let shard = board.next() { tried.insert(shard) }
        #expect(tried.count == 64)
    }

    @Test func `no more of a kind are active than it allows`() {
        var board = board(["a": 2], open: shards("a", 5))
        let first = board.next()
        #expect(first != nil)
        #expect(board.next() != nil)
        #expect(board.next() == nil)
        if let first { board.ended(first) }
        #expect(board.next() != nil)
        #expect(board.next() == nil)
    }

    @Test func `a long job doesn't hold up another kind`() {
        var board = board(["a": 1, "b": 1], open: shards("a", 30) + shards("b", 1))
        let kinds = [board.next()?.kind, board.next()?.kind]
        #expect(Set(kinds) == ["a", "b"])
        #expect(board.next() == nil)
    }

    @Test func `a shard under way isn't tried again though it is still open`() {
        var random = SystemRandomNumberGenerator()
        var board = board(["a": 2], open: shards("a", 1))
        #expect(board.next() != nil)
        board.show(shards("a", 1), using: &random)
        #expect(board.next() == nil)
    }

    @Test func `kinds that this release doesn't know are left alone`() {
        var board = board(["a": 2], open: shards("b", 1))
        #expect(board.next() == nil)
    }
}
