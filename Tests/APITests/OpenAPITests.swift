import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct OpenAPITests {
    private let document: JSONDocument
    private let bytes: [UInt8]

    init() throws {
        bytes = OpenAPIDocument(SampleAPI.endpoints, version: "1.2.3").bytes
        document = JSONDocument()
        // The array lives as long as the document, and nothing changes it.
        try bytes.withUnsafeBytes { try document.parse($0) }
    }

    private func operation(_ method: String, _ path: String) throws -> JSONValue {
        try #require(document.root.member("paths")?.member(path)?.member(method))
    }

    @Test func `every endpoint is described`() throws {
        #expect(document.root.member("openapi")?.string() == "3.1.0")
        #expect(document.root.member("info")?.member("version")?.string() == "1.2.3")
        for endpoint in SampleAPI.endpoints {
            let described = try operation(
                endpoint.method.rawValue.lowercased(), endpoint.path)
            #expect(described.member("summary")?.string() == endpoint.summary)
            #expect(described.member("responses")?.member("200") != nil)
        }
    }

    @Test func `every reference leads somewhere`() throws {
        var references: [String] = []
        collect(document.root, into: &references)
        #expect(!references.isEmpty)
        for reference in references {
            var value: JSONValue? = document.root
            for step in reference.dropFirst(2).split(separator: "/") {
                value = value?.member(String(step))
            }
            #expect(value != nil, "\(reference)")
        }
    }

    private func collect(_ value: JSONValue, into references: inout [String]) {
        if let reference = value.member("$ref")?.string() { references.append(reference) }
        for (_, member) in value.members { collect(member, into: &references) }
        for element in value.elements { collect(element, into: &references) }
    }

    @Test func `a query field is a parameter with its range, standard value and place`() throws {
        let parameters = try #require(
            operation("get", "/modules/sample/filter").member("parameters"))
        let days = try #require(parameters.elements.first { $0.member("name")?.string() == "days" })
        #expect(days.member("in")?.string() == "query")
        #expect(days.member("required")?.bool() == false)
        #expect(days.member("description")?.string() == "The days. Default: 1.")
        #expect(days.member("schema")?.member("maximum")?.int64() == 30)
    }

    @Test func `a body's fields are required, nullable and conditional as declared`() throws {
        let body = try operation("put", "/modules/sample/settings").member("requestBody")
        let reference = try #require(
            body?.member("content")?.member("application/json")?.member("schema")?.member("$ref")?
                .string())
        #expect(reference == "#/components/schemas/PutSampleSettingsRequest")
        let schema = try #require(
            document.root.member("components")?.member("schemas")?.member(
                "PutSampleSettingsRequest"))
        let required = schema.member("required").map { $0.elements.compactMap { $0.string() } }
        #expect(required == ["guild_id", "counters_enabled", "channel"])
        let channel = try #require(schema.member("properties")?.member("channel"))
        #expect(
            channel.member("description")?.string()
                == "A channel. May be null when counters_enabled is false.")
        #expect(channel.member("anyOf")?.count == 3)
    }

    @Test func `an open endpoint needs no token, a closed one tells who may call`() throws {
        let home = try operation("get", "/modules/sample/")
        #expect(home.member("security")?.count == 0)
        #expect(home.member("responses")?.member("401") == nil)
        let event = try operation("post", "/modules/sample/event")
        #expect(event.member("x-internal")?.bool() == true)
        #expect(event.member("security") == nil)
        for status in ["400", "401", "403", "500", "503"] {
            #expect(event.member("responses")?.member(status) != nil, "\(status)")
        }
    }

    @Test func `the page needs nothing from other hosts`() async throws {
        try await onLoop {
            let page = try await SampleAPI.make().ask("GET", "/docs", token: nil)
            #expect(page.contentType == "text/html; charset=utf-8")
            #expect(page.text.hasPrefix("<!doctype html>"))
            #expect(!page.text.contains("http://") && !page.text.contains("https://"))
            let described = try await SampleAPI.make().ask("GET", "/openapi.json", token: nil)
            #expect(described.json.member("paths")?.member("/docs") != nil)
            #expect(described.json.member("paths")?.member("/openapi.json") != nil)
        }
    }
}
