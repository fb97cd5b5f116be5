import Essentials
import Testing

@testable import Serverstats

@Suite struct CounterNameTests {
    @Test func `variables become their values, all at once`() {
        let values = ["value": "7", "role_name": "<value>"]
        #expect(CounterName.make("<role_name>: <value>", values) == "<value>: 7")
        #expect(CounterName.make("<value><value>", values) == "77")
    }

    @Test func `what is no variable stays as it is written`() {
        let values = ["value": "7"]
        for text in ["<online>", "<", "a < b > c", "<value", "value>", "<Value>", "<>", "plain"] {
            #expect(CounterName.make(text, values) == text)
        }
        #expect(CounterName.make("<<value>>", values) == "<7>")
        #expect(CounterName.make("a <b <value>", values) == "a <b 7")
    }

    @Test func `a name is cut to 100 characters after its values are in`() {
        let name = CounterName.make(
            "<value>" + String(repeating: "a", count: 97), ["value": "1234"])
        #expect(name == "1234" + String(repeating: "a", count: 96))
        let exact = String(repeating: "b", count: 100)
        #expect(CounterName.make(exact, [:]) == exact)
    }

    @Test func `a cut goes through no emoji`() {
        // A family of three people is five scalars.
        let family = "👨‍👩‍👧"
        let name = CounterName.make(String(repeating: "a", count: 97) + family + "b", [:])
        #expect(name == String(repeating: "a", count: 97))
        let short = CounterName.make(String(repeating: "a", count: 95) + family + "b", [:])
        #expect(short == String(repeating: "a", count: 95) + family)
    }
}
