import Testing

@testable import Postgres

@Suite struct HostAddressTests {
    @Test func `one port stands for all hosts`() {
        let hosts = HostAddress.list(hosts: "a,b", addresses: nil, ports: "6000")
        #expect(
            hosts == [HostAddress(name: "a", port: "6000"), HostAddress(name: "b", port: "6000")])
    }

    @Test func `each host has its own port, and an empty one means the default`() {
        let hosts = HostAddress.list(hosts: "a,b,", addresses: nil, ports: "1,,3")
        #expect(
            hosts == [
                HostAddress(name: "a", port: "1"), HostAddress(name: "b"), HostAddress(port: "3"),
            ])
    }

    @Test func `addresses given beside the names are not looked up`() {
        let hosts = HostAddress.list(hosts: "a,b", addresses: "10.0.0.1,10.0.0.2", ports: nil)
        #expect(hosts.map(\.address) == ["10.0.0.1", "10.0.0.2"])
        #expect(!hosts.contains { $0.needsLookup })
    }

    @Test func `without any host there is libpq's default socket`() {
        #expect(HostAddress.list(hosts: nil, addresses: nil, ports: nil) == [HostAddress()])
        #expect(!HostAddress().needsLookup)
    }

    @Test(arguments: ["/run/postgresql", "@abstract", "127.0.0.1", "::1"])
    func `sockets and addresses need no look-up`(name: String) {
        #expect(!HostAddress(name: name).needsLookup)
    }

    @Test func `a name needs a look-up`() {
        #expect(HostAddress(name: "database.internal").needsLookup)
    }
}
