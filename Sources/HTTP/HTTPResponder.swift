import EventLoop

/// Whether the body of a request is read.
package enum HTTPAdmission {
    /// It is, and its memory is counted for this party.
    case admitted(InputParty)
    /// It isn't; the connection closes after this answer, whatever `closes` says.
    case refused(HTTPResponse)
}

/// Turns a server's requests into responses.
package protocol HTTPResponder: AnyObject {
    /// Answers a whole request. The request's buffers are valid until the response, and its stream, are finished.
    @LoopActor func respond(to request: HTTPRequest) async -> HTTPResponse

    /// Decides by its head whether a request's body is worth reading, where it isn't there yet: what will be refused
    /// anyway, or comes from nobody known, costs no memory.
    /// - Parameter request: without its body.
    @LoopActor func admission(of request: HTTPRequest) async -> HTTPAdmission

    /// Answers what the parser refused; the connection closes after it, whatever `closes` says.
    @LoopActor func respond(toMalformed error: HTTPError) -> HTTPResponse
}

extension HTTPResponder {
    /// Every body is read.
    @LoopActor package func admission(of request: HTTPRequest) async -> HTTPAdmission {
        .admitted(.trusted)
    }
}
