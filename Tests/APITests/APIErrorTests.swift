import Essentials
import HTTP
import Testing

@testable import API

@Suite struct APIErrorTests {
    static let table: [(APIError, Int, Int, String)] = [
        (
            .badRequest(.field("guild_id", .required)), 400, 400,
            "Bad Request Error! Field 'guild_id' is required."
        ),
        (.unauthorized, 401, 401, "Unauthorized! You are not allowed to access this endpoint"),
        (.forbidden, 403, 403, "Forbidden! You are not allowed to access this resource!"),
        (.notFound("Gone."), 404, 404, "Not Found! Gone."),
        (.unprocessable("No."), 422, 422, "Unprocessable Entity! No."),
        (
            .internalServer, 500, 500,
            "Internal Server Error! Something went wrong, please retry or contact our support!"
        ),
        (.moduleDisabled, 800, 409, "This module is disabled for this guild!"),
        (.moduleEnabled, 801, 409, "This module is enabled for this guild!"),
        (.settings, 802, 503, "Unable to fetch the settings of the guild!"),
        (
            .database(outcomeUnknown: false), 803, 503, "Unable to edit the database for the guild!"
        ),
        (
            .discord("Missing Access"), 804, 502,
            "Got an error interacting with the Discord API. Missing Access"
        ),
    ]

    @Test(arguments: table.indices)
    func `every error has the contract's code, status and words`(row: Int) {
        let (error, code, status, message) = Self.table[row]
        #expect(error.code == code)
        #expect(error.status == status)
        #expect(error.message == message)
        #expect(error.response.status == status)
    }

    @Test func `a JSON error says where the body broke`() {
        let document = JSONDocument()
        let body = Array(#"{"a":1,}"#.utf8)
        let error = #expect(throws: JSONError.self) {
            try body.withUnsafeBytes { try document.parse($0) }
        }
        let words = APIError.badRequest(.malformedBody(error?.description ?? "")).message
        #expect(words.hasPrefix("Bad Request Error! The body is not valid JSON: "))
        #expect(words.hasSuffix("(at byte 7)."))
    }
}
