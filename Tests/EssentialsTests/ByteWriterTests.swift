import Essentials
import Testing

@Suite struct ByteWriterTests {
    @Test func `what is appended comes out in order and grows the buffer`() {
        var writer = ByteWriter(capacity: 1)
        for _ in 0..<1000 {
            writer.append("ab")
            writer.append(UInt8(ascii: "c"))
            writer.append("dé" as String)
        }
        #expect(writer.count == 6000)
        #expect(writer.string == String(repeating: "abcdé", count: 1000))
    }

    @Test(
        arguments: [
            0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 9999, 10_000, 99_999, 100_000, 1_234_567,
            99_999_999, 100_000_000, -1, -10, -12_345, .max, .min, .max - 1,
        ] as [Int64])
    func `a number is written as its digits`(number: Int64) {
        var writer = ByteWriter()
        writer.append(decimal: number)
        #expect(writer.string == String(number))
    }

    @Test func `numbers of every length and their neighbours are written as their digits`() {
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            for number in [power - 1, power, power + 1, -power, power / 3, power / 7 * 6] {
                var writer = ByteWriter()
                writer.append(decimal: number)
                #expect(writer.string == String(number))
            }
        }
    }

    @Test func `dropping the front keeps the rest`() {
        var writer = ByteWriter()
        writer.append("hello world")
        writer.removeFirst(6)
        #expect(writer.string == "world")
        writer.removeFirst(0)
        #expect(writer.string == "world")
        writer.removeFirst(99)
        #expect(writer.count == 0)
    }

    @Test func `emptying without keeping the memory gives it back`() {
        var writer = ByteWriter(capacity: 100_000)
        writer.append("abc")
        writer.removeAll(keepingCapacity: true)
        #expect(writer.capacity == 100_000)
        writer.removeAll(keepingCapacity: false)
        #expect(writer.capacity <= 256)
        writer.append("abc")
        #expect(writer.string == "abc")
    }

    @Test func `written bytes can be patched`() {
        var writer = ByteWriter()
        writer.append("length=0000;rest")
        writer.withBytesToPatch(7..<11) { $0.copyBytes(from: Array("1234".utf8)) }
        #expect(writer.string == "length=1234;rest")
    }

    @Test func `a filler may write fewer bytes than it was offered`() {
        var writer = ByteWriter()
        writer.append("a")
        writer.appendUninitialized(1000) { room in
            room[0] = UInt8(ascii: "b")
            return 1
        }
        #expect(writer.bytes == Array("ab".utf8))
    }
}
