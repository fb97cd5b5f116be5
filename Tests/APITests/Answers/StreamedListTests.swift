import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import API

/// Answers that are objects of lists, read page by page.
@Suite struct StreamedListTests {
    private struct Broken: Error {}

    /// A list of numbers in pages.
    @LoopActor
    private func list(
        _ name: StaticString, _ count: Int, pages size: Int, width: Int = 1, breaksAt: Int = .max,
        reads: @escaping @LoopActor () -> Void = {}
    ) -> StreamedList {
        var sent = 0
        return StreamedList(name) {
            reads()
            let numbers = sent..<min(sent + size, count)
            sent = numbers.upperBound
            guard sent <= breaksAt else { throw Broken() }
            let elements = numbers.map { number -> StreamedList.Page.Element in
                { writer in writer.value(String(repeating: "\(number % 10)", count: width)) }
            }
            return StreamedList.Page(elements, isLast: sent == count)
        }
    }

    /// The parts in which an answer is sent, and why it broke off.
    @LoopActor
    private func parts(of answer: Answer) async -> (parts: [String], isBroken: Bool) {
        switch answer.body {
        case .written(let write):
            var writer = ByteWriter()
            write(&writer)
            return ([writer.string], false)
        case .stream(let write):
            let sink = PartSink()
            do { try await write(HTTPBodyStream(to: sink)) } catch { return (sink.parts, true) }
            return (sink.parts, false)
        default: return ([], false)
        }
    }

    @Test(arguments: [(0, 0), (0, 5), (3, 0), (5, 7), (6, 6)])
    func `whatever the pages are, the object is the same`(first: Int, second: Int) async throws {
        try await onLoop {
            var texts: Set<String> = []
            for size in [1, 2, 5, 100] {
                let answer = try await Answer.lists([
                    list("a", first, pages: size), list("b", second, pages: size),
                ])
                texts.insert(await parts(of: answer).parts.joined())
            }
            func numbers(_ count: Int) -> String {
                (0..<count).map { "\"\($0)\"" }.joined(separator: ",")
            }
            #expect(
                texts == [
                    #"{"success":true,"data":{"a":[\#(numbers(first))],"b":[\#(numbers(second))]},"error":{}}"#
                ])
        }
    }

    @Test func `members before the lists are followed by a comma`() async throws {
        try await onLoop {
            for size in [1, 100] {
                let answer = try await Answer.lists([list("a", 2, pages: size)]) { writer in
                    writer.field("total", 2)
                }
                let text = await parts(of: answer).parts.joined()
                #expect(text.contains(#""data":{"total":2,"a":["0","1"]}"#))
            }
        }
    }

    @Test func `parts stay small, and pages are read as they are sent`() async throws {
        try await onLoop {
            var reads = 0
            let answer = try await Answer.lists([
                list("a", 100, pages: 10, width: 10_000) { reads += 1 }
            ])
            #expect(reads == 1)
            let sent = await parts(of: answer)
            #expect(reads == 10)
            #expect(sent.parts.allSatisfy { $0.utf8.count < 30_000 })
            #expect(sent.parts.joined().utf8.count > 1_000_000)
        }
    }

    @Test func `what fails at first is thrown, what fails later breaks off`() async throws {
        try await onLoop {
            await #expect(throws: Broken.self) {
                _ = try await Answer.lists([list("a", 5, pages: 2, breaksAt: 0)])
            }
            let answer = try await Answer.lists([list("a", 5, pages: 2, breaksAt: 3)])
            let sent = await parts(of: answer)
            #expect(sent.isBroken)
            #expect(!sent.parts.joined().hasSuffix("}"))
        }
    }
}

/// Keeps each part by itself.
@LoopActor
private final class PartSink: HTTPBodySink {
    var parts: [String] = []

    func send(_ part: (inout ByteWriter) -> Void) async throws(HTTPStreamError) {
        var writer = ByteWriter()
        part(&writer)
        parts.append(writer.string)
    }
}
