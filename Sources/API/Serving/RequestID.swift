import EventLoop
import HTTP

/// A request's name in logs: the client's own `X-Request-Id`, or a number of ours.
package enum RequestID: Hashable, Sendable, CustomStringConvertible {
    case given(String)
    case made(UInt64)

    package var description: String {
        switch self {
        case .given(let name): name
        case .made(let number): number.hexadecimal
        }
    }

    /// A client's id, if it's 1 to 64 letters, digits and `-_.`, which can do no harm in a log.
    package init?(header: UnsafeRawBufferPointer) {
        guard (1...64).contains(header.count), header.allSatisfy(Self.isPlain) else { return nil }
        self = .given(String(decoding: header, as: UTF8.self))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    private init(made number: UInt64) {
        self = .made(number)
    }

    /// Numbers requests from a random start; spread by SplitMix64, so that ids of two workers don't look alike.
    package struct Sequence {
        private var state: UInt64

        package init(start: UInt64 = .random(in: 0 ... .max)) {
            state = start
        }

        package mutating func next() -> RequestID {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return RequestID(made: mixed ^ (mixed >> 31))
        }
    }
}
