import Essentials
import Testing

@testable import API

@Suite struct APIErrorTests {
    @Test func `a message names the field and the rule it broke`() {
        let error = APIError.badRequest(.field("guild_id", .required))
        #expect(error.message == "Bad Request Error! Field 'guild_id' is required.")
    }
}
