import Essentials
import Testing

@Suite struct SnowflakeTests {
    @Test(arguments: ["1", "9", "10", "123456789012345678", "9223372036854775807"])
    func `a decimal of 1 to 2^63−1 is an id`(text: String) {
        #expect(Snowflake(decimal: text)?.description == text)
    }

    @Test(arguments: [
        "", "0", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "9223372036854775808",
        "9999999999999999999", "10000000000000000000", "99999999999999999999999", "a", "１", "0x1",
    ])
    func `anything else is none`(text: String) {
        #expect(Snowflake(decimal: text) == nil)
    }

    @Test func `zero and negative numbers are none`() {
        #expect(Snowflake(rawValue: 0) == nil)
        #expect(Snowflake(rawValue: -1) == nil)
        #expect(Snowflake(rawValue: .min) == nil)
    }
}
