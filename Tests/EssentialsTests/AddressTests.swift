import Testing

@testable import Essentials

@Suite struct AddressTests {
    @Test func `addresses are told apart, IPv6 by their networks`() throws {
        #expect(ClientAddress("192.0.2.1") == ClientAddress("::ffff:192.0.2.1"))
        #expect(ClientAddress("192.0.2.1") != ClientAddress("192.0.2.2"))
        #expect(ClientAddress("2001:db8::1") == ClientAddress("2001:db8::2"))
        #expect(ClientAddress("2001:db8::1") != ClientAddress("2001:db8:0:1::1"))
        for text in ["", "a", "1.2.3", "1.2.3.4:80", "[::1]", " 1.2.3.4"] {
            #expect(ClientAddress(text) == nil)
        }
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false),
        ("0.0.0.0/0", "1.2.3.4", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("2001:db8::/32", "2001:db8:7::1", true), ("2001:db8::/32", "2001:db9::1", false),
        ("2001:db8::/96", "2001:db8::9", true), ("::/0", "2001:db8::1", true),
    ])
    func `a range has the addresses with its first bits`(
        range: String, address: String, isIn: Bool
    ) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(ClientAddress(address))) == isIn)
    }

    @Test func `what is no range isn't one, and no range has the unknown address`() throws {
        for text in ["", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "2001:db8::/129", "a/8"] {
            #expect(AddressRange(text) == nil, "\(text)")
        }
        #expect(try #require(AddressRange("::/0")).contains(.unknown) == false)
    }
}
